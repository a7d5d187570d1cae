package org.headscope.app.prompt;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.headscope.engine.token.Tokens;

/** What the editor and the token strip show. */
final class PromptModel {
    private final ObjectProperty<Tokens> tokens = new SimpleObjectProperty<>(this, "tokens");
    private final IntegerProperty known = new SimpleIntegerProperty(this, "known");
    private final ObjectProperty<ChipColours> colours = new SimpleObjectProperty<>(this, "colours");
    private final ObjectProperty<ChipQuantity> quantity =
            new SimpleObjectProperty<>(this, "quantity", ChipQuantity.LOSS);
    private final BooleanProperty fit = new SimpleBooleanProperty(this, "fit");
    private final ObjectProperty<Guards> guards = new SimpleObjectProperty<>(this, "guards", Guards.NONE);
    private final StringProperty problem = new SimpleStringProperty(this, "problem", "");
    private final ObjectProperty<Corrupted> corrupted = new SimpleObjectProperty<>(this, "corrupted", Corrupted.NONE);
    private final BooleanProperty corruptedOpen = new SimpleBooleanProperty(this, "corruptedOpen");
    private final StringProperty corruptedRefusal = new SimpleStringProperty(this, "corruptedRefusal", "");
    private final StringProperty refusal = new SimpleStringProperty(this, "refusal", "");

    /** The tokens of what is typed now; null if there are none or no model is open. */
    ObjectProperty<Tokens> tokensProperty() {
        return tokens;
    }

    /** How many leading tokens are those of the run that is shown, so that its numbers hold for them. */
    IntegerProperty knownProperty() {
        return known;
    }

    /** The numbers that colour the chips; null before the first run. */
    ObjectProperty<ChipColours> coloursProperty() {
        return colours;
    }

    /** What the colour of the chips shows. */
    ObjectProperty<ChipQuantity> quantityProperty() {
        return quantity;
    }

    /** Whether the range of the colours fits the prompt. */
    BooleanProperty fitProperty() {
        return fit;
    }

    ObjectProperty<Guards> guardsProperty() {
        return guards;
    }

    /** Why the prompt has no tokens or could not be run, in one sentence; empty if nothing is wrong. */
    StringProperty problemProperty() {
        return problem;
    }

    /** What the editor did not take from the clipboard, and why; empty if it took everything. */
    StringProperty refusalProperty() {
        return refusal;
    }

    /** The corrupted prompt beside the prompt. */
    ObjectProperty<Corrupted> corruptedProperty() {
        return corrupted;
    }

    /** Whether the corrupted prompt is unfolded. */
    BooleanProperty corruptedOpenProperty() {
        return corruptedOpen;
    }

    /** What its field did not take from the clipboard, and why; empty if it took everything. */
    StringProperty corruptedRefusalProperty() {
        return corruptedRefusal;
    }
}
