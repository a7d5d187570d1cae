package org.headscope.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.headscope.app.GuiTest;
import org.junit.jupiter.api.Test;

class CommandTest extends GuiTest {
    private final List<String> done = new ArrayList<>();
    private final SimpleBooleanProperty switched = new SimpleBooleanProperty();
    private final SimpleBooleanProperty possible = new SimpleBooleanProperty(true);

    private Command command(String id, String name, String keys) {
        return new Command(
                id,
                new SimpleStringProperty(name),
                null,
                keys == null ? null : KeyCombination.valueOf(keys),
                new SimpleBooleanProperty(true),
                null,
                () -> done.add(id));
    }

    private CommandList commands() {
        var toggle = new Command(
                "bos",
                new SimpleStringProperty("Beginning of sequence"),
                null,
                null,
                possible,
                switched,
                () -> done.add("bos"));
        return new CommandList(List.of(new CommandGroup(
                "file",
                java.util.Arrays.asList(
                        command("open", "Open model folder…", "Shortcut+O"),
                        null,
                        toggle,
                        command("clear", "Clear all interventions", "Shortcut+L")))));
    }

    @Test
    void fuzzySearchFindsBeginningsFirst() {
        assertTrue(Fuzzy.score("omf", "Open model folder").isPresent());
        assertTrue(Fuzzy.score("clr all", "Clear all").isPresent());
        assertFalse(Fuzzy.score("xyz", "Open model folder").isPresent());
        assertTrue(Fuzzy.score("folder", "Open model folder").getAsInt()
                > Fuzzy.score("folder", "f o l d e r").getAsInt());
        assertTrue(Fuzzy.score("model", "Open model").getAsInt()
                > Fuzzy.score("odel", "Open model").getAsInt());
        assertTrue(Fuzzy.score("10.7", "Head 10.7").isPresent());
        assertTrue(Fuzzy.score("", "anything").isPresent());
    }

    @Test
    void doubleIdsAndKeysAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new CommandList(
                        List.of(new CommandGroup("a", List.of(command("x", "X", null), command("x", "Y", null))))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new CommandList(List.of(
                        new CommandGroup("a", List.of(command("x", "X", "Ctrl+A"), command("y", "Y", "Ctrl+A"))))));
    }

    @Test
    void disabledCommandsDoNothing() {
        possible.set(false);
        commands().get("bos").run();
        assertEquals(List.of(), done);
        assertFalse(switched.get());
    }

    @Test
    void shortcutsWorkInTheWindowAndTypingIsNotDisturbed() {
        var list = new CommandList(List.of(new CommandGroup(
                "a", List.of(command("ablate", "Ablate", "A"), command("open", "Open", "Shortcut+O")))));
        var field = new TextField();
        var other = new javafx.scene.control.Button("other");
        show(() -> new VBox(CommandControls.menuBar(list), field, other));
        clickOn(field).type(KeyCode.A);
        settle();
        assertEquals("a", field.getText());
        assertEquals(List.of(), done);
        clickOn(other).type(KeyCode.A);
        press(KeyCode.CONTROL).type(KeyCode.O).release(KeyCode.CONTROL);
        settle();
        assertEquals(List.of("ablate", "open"), done);
    }

    @Test
    void menuItemsFollowTheCommand() {
        var item = (CheckMenuItem) fx(() -> CommandControls.item(commands().get("bos")));
        fx(() -> switched.set(true));
        assertTrue(item.isSelected());
        fx(() -> possible.set(false));
        assertTrue(item.isDisable());
        assertEquals("Beginning of sequence", item.getText());
    }

    @Test
    void underscoresOfWordsAreSeen() {
        var menu = new MenuButton("menu");
        fx(() -> menu.getItems().add(CommandControls.item(command("undo", "Undo: Load “my_prompt”", null))));
        show(() -> new VBox(menu));
        clickOn(menu);
        assertTrue(lookup(".menu-item .label").queryAllAs(Label.class).stream()
                .flatMap(label -> label.lookupAll(".text").stream())
                .anyMatch(text -> ((Text) text).getText().equals("Undo: Load “my_prompt”")));
        push(KeyCode.ESCAPE);
    }

    @Test
    void choicesOfAPaneAreASubmenuAndTheOneInForceIsTicked() {
        var scale = new SimpleStringProperty("fit");
        var list = new CommandList(List.of(
                new CommandGroup("view", "View", null, List.of(command("theme", "Theme", null))),
                CommandGroup.inside(
                        "view",
                        "Map",
                        List.of(
                                Command.choice("fit", "Colours fit", scale, "fit"),
                                Command.choice("fixed", "Colours fixed", scale, "fixed")))));
        MenuBar bar = fx(() -> CommandControls.menuBar(list));
        assertEquals(1, bar.getMenus().size());
        var map = (Menu) bar.getMenus().getFirst().getItems().getLast();
        var fit = (RadioMenuItem) map.getItems().getFirst();
        var fixed = (RadioMenuItem) map.getItems().getLast();
        fx(fixed::fire);
        assertEquals("fixed", scale.get());
        assertTrue(fixed.isSelected() && !fit.isSelected());
        fx(fixed::fire);
        assertTrue(fixed.isSelected(), "a choice is left only for another one");
        assertEquals("Map: Colours fit", list.groups().getLast().fullName(list.get("fit")));
    }

    @Test
    void thePaletteFindsMovesAndRuns() {
        var palette = new CommandPalette[1];
        var field = new TextField("prompt");
        show(() -> {
            palette[0] = new CommandPalette(
                    commands(),
                    List.of(typed -> List.of(
                            new PaletteEntry("Head 10.7", "head", () -> done.add("head")),
                            new PaletteEntry("Clear skies", "prompt", () -> done.add("prompt")))));
            return new StackPane(field, palette[0]);
        });
        clickOn(field);
        fx(palette[0]::open);
        settle();
        write("10.7").type(KeyCode.ENTER);
        settle();
        assertEquals(List.of("head"), done);
        assertFalse(palette[0].isVisible());
        assertTrue(field.isFocused(), "the focus is back where it was");

        fx(palette[0]::open);
        write("clear").type(KeyCode.DOWN).type(KeyCode.ENTER);
        settle();
        assertEquals(2, done.size());
        fx(palette[0]::open);
        settle();
        clickOn("Head 10.7");
        settle();
        assertEquals(3, done.size());
        assertEquals("head", done.getLast());
        fx(palette[0]::open);
        type(KeyCode.ESCAPE);
        settle();
        assertFalse(palette[0].isVisible());
        assertEquals("prompt", field.getText());
    }

    @Test
    void theMenuBarHasSeparators() {
        assertEquals(
                4,
                fx(() -> new MenuBar(CommandControls.menu(new CommandGroup(
                                "file", commands().groups().getFirst().commands()))))
                        .getMenus()
                        .getFirst()
                        .getItems()
                        .size());
    }
}
