package org.headscope.app.family;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.headscope.app.chart.DotPlot;
import org.headscope.app.session.PromptSets;

/** What the pane of a prompt set shows. */
final class FamilyModel {
    final ObjectProperty<PromptSets> library = new SimpleObjectProperty<>(this, "library", PromptSets.NONE);

    /** The set that is asked; null for none. */
    final StringProperty group = new SimpleStringProperty(this, "group");

    final ObjectProperty<List<DotPlot.Item>> dots = new SimpleObjectProperty<>(this, "dots", List.of());

    /** The dot of the prompt that is open, or -1. */
    final IntegerProperty open = new SimpleIntegerProperty(this, "open", -1);

    /** What the numbers are. */
    final StringProperty axis = new SimpleStringProperty(this, "axis", "");

    /** Mean and spread, what changed, what was left out: a sentence each. */
    final ObjectProperty<List<String>> sentences = new SimpleObjectProperty<>(this, "sentences", List.of());

    /** How many prompts are measured, in words. */
    final StringProperty progress = new SimpleStringProperty(this, "progress", "");

    final BooleanProperty running = new SimpleBooleanProperty(this, "running");

    /** How many prompts the set has where not all of them are measured, else 0. */
    final IntegerProperty left = new SimpleIntegerProperty(this, "left");

    /** What the grey dots are, in words. */
    final StringProperty before = new SimpleStringProperty(this, "before", "");

    /** Whether there are two distributions, so that their colours need names. */
    final BooleanProperty compared = new SimpleBooleanProperty(this, "compared");
}
