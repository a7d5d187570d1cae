package org.headscope.app.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.kordamp.ikonli.feather.Feather;

/**
 * A layer over the window in which one types to find any command and whatever the sources offer. Up and down move,
 * Enter does it, Esc or a click outside closes. The shell puts it as the last child of its root stack.
 */
public final class CommandPalette extends StackPane {
    private static final int MOST = 60;
    private static final double ROW = 34;
    private static final int ROWS_SEEN = 11;

    private final CommandList commands;
    private final List<PaletteSource> sources;
    private final TextField query = new TextField();
    private final ListView<PaletteEntry> list = new ListView<>();
    private Node focusedBefore;

    public CommandPalette(CommandList commands, List<PaletteSource> sources) {
        this.commands = commands;
        this.sources = List.copyOf(sources);
        getStyleClass().add("palette-veil");
        query.setPromptText(Text.of("palette.prompt"));
        query.textProperty().subscribe(this::search);
        list.setFixedCellSize(ROW);
        list.setFocusTraversable(false);
        list.setCellFactory(_ -> new PaletteCell(this::choose));
        var nothing = new Label();
        nothing.getStyleClass().add(Styles.MUTED);
        nothing.textProperty().bind(query.textProperty().map(typed -> Text.of("palette.nothing", typed.strip())));
        list.setPlaceholder(nothing);
        var box = new VBox(query, list);
        box.getStyleClass().add("palette");
        box.setMaxSize(560, Region.USE_PREF_SIZE);
        box.setOnMousePressed(javafx.event.Event::consume);
        setAlignment(box, Pos.TOP_CENTER);
        box.translateYProperty().bind(heightProperty().multiply(0.12));
        getChildren().add(box);
        setOnMousePressed(_ -> close());
        addEventFilter(KeyEvent.KEY_PRESSED, this::keyPressed);
        setVisible(false);
    }

    /** Shows the palette, empty. */
    public void open() {
        if (isVisible()) {
            return;
        }
        focusedBefore = getScene() == null ? null : getScene().getFocusOwner();
        query.clear();
        search();
        setVisible(true);
        query.requestFocus();
    }

    /** Hides the palette; the focus goes back to where it was. */
    public void close() {
        setVisible(false);
        if (focusedBefore != null) {
            focusedBefore.requestFocus();
            focusedBefore = null;
        }
    }

    private void keyPressed(KeyEvent event) {
        switch (event.getCode()) {
            case ESCAPE -> close();
            case ENTER -> choose();
            case DOWN -> move(1);
            case UP -> move(-1);
            case PAGE_DOWN -> move(ROWS_SEEN - 1);
            case PAGE_UP -> move(1 - ROWS_SEEN);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void move(int rows) {
        int size = list.getItems().size();
        if (size > 0) {
            int next = Math.abs(rows) == 1
                    ? Math.floorMod(list.getSelectionModel().getSelectedIndex() + rows, size)
                    : Math.clamp(list.getSelectionModel().getSelectedIndex() + rows, 0, size - 1);
            list.getSelectionModel().select(next);
            list.scrollTo(Math.max(0, next - ROWS_SEEN + 2));
        }
    }

    private void choose() {
        PaletteEntry entry = list.getSelectionModel().getSelectedItem();
        if (entry != null) {
            close();
            entry.action().run();
        }
    }

    private void search() {
        String typed = query.getText();
        record Found(PaletteEntry entry, int score) {}
        var found = new ArrayList<Found>();
        for (PaletteEntry entry : offered(typed)) {
            OptionalInt score = Fuzzy.score(typed, entry.name());
            if (score.isPresent()) {
                found.add(new Found(entry, score.getAsInt()));
            }
        }
        found.sort(Comparator.comparingInt(Found::score).reversed());
        list.getItems().setAll(found.stream().limit(MOST).map(Found::entry).toList());
        list.getSelectionModel().selectFirst();
        list.scrollTo(0);
        double height = ROW * Math.clamp(list.getItems().size(), 1, ROWS_SEEN) + 4;
        list.setMinHeight(height);
        list.setPrefHeight(height);
        list.setMaxHeight(height);
    }

    private List<PaletteEntry> offered(String typed) {
        var all = new ArrayList<PaletteEntry>();
        for (CommandGroup group : commands.groups()) {
            for (Command command : group.commands()) {
                if (command != null && command.isEnabled()) {
                    all.add(new PaletteEntry(
                            group.fullName(command),
                            group.name(),
                            command.keys(),
                            command.isOn() ? Feather.CHECK : command.icon(),
                            command::run));
                }
            }
        }
        for (PaletteSource source : sources) {
            all.addAll(source.entries(typed));
        }
        return all;
    }
}
