package org.headscope.app.command;

import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.Property;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableStringValue;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyCombination;
import org.headscope.app.text.Text;
import org.kordamp.ikonli.Ikon;

/**
 * Something a user can do. Menus, toolbar, shortcuts and the command palette are made from the same commands.
 *
 * @param id short name; the words are the text {@code command.<id>}
 * @param name the words, which may change, as in "Undo: ablate 3.5"
 * @param icon shown in toolbars and the palette, or null
 * @param shortcut keys, or null
 * @param enabled whether it can be done now
 * @param selected for a switch what it switches, else null
 * @param chosen for one of several choices whether it is the one in force, else null
 * @param action what it does; for a switch after the property has changed
 */
public record Command(
        String id,
        ObservableStringValue name,
        Ikon icon,
        KeyCombination shortcut,
        ObservableBooleanValue enabled,
        BooleanProperty selected,
        ObservableBooleanValue chosen,
        Runnable action) {

    /** A command that is no choice. */
    public Command(
            String id,
            ObservableStringValue name,
            Ikon icon,
            KeyCombination shortcut,
            ObservableBooleanValue enabled,
            BooleanProperty selected,
            Runnable action) {
        this(id, name, icon, shortcut, enabled, selected, null, action);
    }

    /** A command with keys such as "Shortcut+O", or null for none. */
    public static Command of(String id, Ikon icon, String keys, Runnable action) {
        return called(id, Text.of("command." + id), icon, keys, action);
    }

    /** A command in words of its own, with keys or null for none. */
    public static Command called(String id, String words, Ikon icon, String keys, Runnable action) {
        var name = new ReadOnlyStringWrapper(words).getReadOnlyProperty();
        return new Command(id, name, icon, combination(keys), ALWAYS, null, action);
    }

    /** A command that switches something on and off. */
    public static Command toggle(String id, Ikon icon, String keys, BooleanProperty selected) {
        Command plain = of(id, icon, keys, () -> {});
        return new Command(id, plain.name, icon, plain.shortcut, ALWAYS, selected, plain.action);
    }

    /** A command in words of its own, without an icon and keys. */
    public static Command named(String id, String words, Runnable action) {
        return called(id, words, null, null, action);
    }

    /** A command in words of its own that switches something on and off. */
    public static Command option(String id, String words, BooleanProperty selected) {
        Command plain = named(id, words, () -> {});
        return new Command(id, plain.name, null, null, ALWAYS, selected, plain.action);
    }

    /** A command in words of its own that chooses one of several values. */
    public static <T> Command choice(String id, String words, Property<T> property, T value) {
        Command plain = named(id, words, () -> property.setValue(value));
        var chosen = Bindings.createBooleanBinding(() -> Objects.equals(property.getValue(), value), property);
        return new Command(id, plain.name, null, null, ALWAYS, null, chosen, plain.action);
    }

    private static final ObservableBooleanValue ALWAYS = Bindings.createBooleanBinding(() -> true);

    private static KeyCombination combination(String keys) {
        return keys == null ? null : KeyCombination.valueOf(keys);
    }

    /** The same command, possible only while a condition holds. */
    public Command when(ObservableValue<Boolean> condition) {
        var possible = Bindings.createBooleanBinding(() -> Boolean.TRUE.equals(condition.getValue()), condition);
        return new Command(id, name, icon, shortcut, possible, selected, chosen, action);
    }

    /** The same command with words that change. */
    public Command named(ObservableStringValue words) {
        return new Command(id, words, icon, shortcut, enabled, selected, chosen, action);
    }

    /** Whether it switches something. */
    public boolean isToggle() {
        return selected != null;
    }

    /** Whether it can be done now. */
    public boolean isEnabled() {
        return enabled.get();
    }

    /** Whether it switches something that is on, or is the choice in force. */
    public boolean isOn() {
        return selected != null && selected.get() || chosen != null && chosen.get();
    }

    /** Does it, if it can be done now. */
    public void run() {
        if (isEnabled()) {
            if (selected != null) {
                selected.set(!selected.get());
            }
            action.run();
        }
    }

    /** Its keys as they are written on this system, or "". */
    public String keys() {
        return shortcut == null ? "" : shortcut.getDisplayText();
    }
}
