package org.headscope.app.command;

import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableStringValue;
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
 * @param action what it does; for a switch after the property has changed
 */
public record Command(
        String id,
        ObservableStringValue name,
        Ikon icon,
        KeyCombination shortcut,
        ObservableBooleanValue enabled,
        BooleanProperty selected,
        Runnable action) {

    /** A command with keys such as "Shortcut+O", or null for none. */
    public static Command of(String id, Ikon icon, String keys, Runnable action) {
        var name = new ReadOnlyStringWrapper(Text.of("command." + id)).getReadOnlyProperty();
        return new Command(id, name, icon, combination(keys), ALWAYS, null, action);
    }

    /** A command that switches something on and off. */
    public static Command toggle(String id, Ikon icon, String keys, BooleanProperty selected) {
        Command plain = of(id, icon, keys, () -> {});
        return new Command(id, plain.name, icon, plain.shortcut, ALWAYS, selected, plain.action);
    }

    private static final ObservableBooleanValue ALWAYS = Bindings.createBooleanBinding(() -> true);

    private static KeyCombination combination(String keys) {
        return keys == null ? null : KeyCombination.valueOf(keys);
    }

    /** The same command, possible only while a condition holds. */
    public Command when(ObservableBooleanValue condition) {
        return new Command(id, name, icon, shortcut, condition, selected, action);
    }

    /** The same command with words that change. */
    public Command named(ObservableStringValue words) {
        return new Command(id, words, icon, shortcut, enabled, selected, action);
    }

    /** Whether it switches something. */
    public boolean isToggle() {
        return selected != null;
    }

    /** Does it, if it can be done now. */
    public void run() {
        if (enabled.get()) {
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
