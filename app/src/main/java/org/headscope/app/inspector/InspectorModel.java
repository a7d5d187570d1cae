package org.headscope.app.inspector;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.headscope.app.session.Offer;
import org.headscope.engine.hook.Site;

/** What the inspector shows. */
final class InspectorModel {
    /** The selected part, such as "Head 3.5". */
    final StringProperty part = new SimpleStringProperty(this, "part", "");

    /** Sentences about it. */
    final ObjectProperty<List<String>> partLines = new SimpleObjectProperty<>(this, "partLines", List.of());

    /** What the part writes there, or what lies there; null until it is known. */
    final ObjectProperty<PlaceWords> place = new SimpleObjectProperty<>(this, "place");

    /** How much a head plays each role; empty for other parts. */
    final ObjectProperty<List<RoleRow>> roles = new SimpleObjectProperty<>(this, "roles", List.of());

    /** From where a head looks; empty for other parts. */
    final StringProperty looks = new SimpleStringProperty(this, "looks", "");

    /** What it looks at, one line each. */
    final ObjectProperty<List<String>> attended = new SimpleObjectProperty<>(this, "attended", List.of());

    /** Whether the selected part is replaced by zero or a mean. */
    final BooleanProperty ablated = new SimpleBooleanProperty(this, "ablated");

    /** Whether the selected part is switched off or changed in another way. */
    final BooleanProperty off = new SimpleBooleanProperty(this, "off");

    /** The selected part; never null. */
    final ObjectProperty<Site> site = new SimpleObjectProperty<>(this, "site", Site.head(0, 0));

    /** What can be done to it with one click, besides switching it off. */
    final ObjectProperty<List<Offer>> quick = new SimpleObjectProperty<>(this, "quick", List.of());

    /** The selected token; empty if none is. */
    final StringProperty token = new SimpleStringProperty(this, "token", "");

    final ObjectProperty<List<String>> tokenLines = new SimpleObjectProperty<>(this, "tokenLines", List.of());

    /** Heading of the predictions. */
    final StringProperty nextTitle = new SimpleStringProperty(this, "nextTitle", "");

    /** The likeliest next tokens, one line each. */
    final ObjectProperty<List<String>> next = new SimpleObjectProperty<>(this, "next", List.of());

    /** A suggestion; empty if there is none. */
    final StringProperty tryNext = new SimpleStringProperty(this, "tryNext", "");

    /** What could not be done, in one sentence; empty if all could. */
    final StringProperty problem = new SimpleStringProperty(this, "problem", "");

    final BooleanProperty stale = new SimpleBooleanProperty(this, "stale");
}
