package org.headscope.app;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.application.Application;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.headscope.app.error.ErrorReporter;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.ColourLegend;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.heatmap.Range;
import org.headscope.app.pane.EmptyState;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.headscope.app.theme.Theme;
import org.headscope.app.theme.ThemeMode;
import org.kordamp.ikonli.feather.Feather;

/** A window with all shared parts, to look at them: {@code Gallery [dark|light] [palette] [error]}. */
public final class Gallery {
    private static final List<String> TOKENS = List.of(
            "BOS", "W", "hen", "␣Mary", "␣and", "␣John", "␣went", "␣to", "␣the", "␣store", ",", "␣John", "␣gave", "␣a",
            "␣drink", "␣to");

    private Gallery() {}

    public static void main(String[] args) {
        Application.launch(Window.class, args);
    }

    /** The window. */
    public static final class Window extends Application {
        @Override
        public void start(Stage stage) {
            var root = new BorderPane(cards());
            root.setTop(new VBox(GalleryCommands.menuBar(), bar()));
            root.setLeft(side());
            root.setBottom(status());
            var palette = GalleryCommands.palette();
            var scene = new Scene(new StackPane(root, palette), 1600, 960);
            boolean light = getParameters().getRaw().contains("light");
            Theme.apply(scene, light ? ThemeMode.LIGHT : ThemeMode.DARK);
            stage.setScene(scene);
            stage.setTitle("Gallery");
            stage.show();
            if (getParameters().getRaw().contains("palette")) {
                palette.open();
            }
            if (getParameters().getRaw().contains("error")) {
                ErrorReporter.withDialog(() -> stage).report(new IllegalStateException("made to be looked at"));
            }
        }
    }

    private static Label label(String text, String... styles) {
        var label = new Label(text);
        label.getStyleClass().addAll(styles);
        return label;
    }

    private static HBox bar() {
        var model = new MenuButton("primer-4l", null, new MenuItem("one"), new MenuItem("two"));
        model.getStyleClass().add(Styles.CHIP);
        var bos = new CheckBox("BOS");
        bos.setSelected(true);
        bos.getStyleClass().add(Styles.CHIP);
        var metric = new HBox(
                4,
                label("logit diff"),
                label("5.07 →", Styles.STRONG),
                label("15.94", Styles.STRONG, Styles.ACCENT_TEXT));
        metric.getStyleClass().add(Styles.CHIP);
        var toggle = new ToggleButton("folded weights");
        toggle.setSelected(true);
        toggle.getStyleClass().add(Styles.CHIP);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var find = new Button("Find anything", new HBox(label("Ctrl K", Styles.KEY)));
        find.getStyleClass().add(Styles.CHIP);
        var bar = new HBox(
                label("Headscope", Styles.TITLE),
                model,
                bos,
                toggle,
                metric,
                space,
                find,
                Icons.button(
                        Feather.MOON,
                        "theme",
                        () -> Theme.use(Theme.darkProperty().get() ? ThemeMode.LIGHT : ThemeMode.DARK)));
        bar.getStyleClass().add(Styles.TOOL_BAR);
        return bar;
    }

    private static VBox side() {
        var prompt = new TextArea("When Mary and John went to the store, John gave a drink to");
        prompt.setPrefRowCount(3);
        prompt.setWrapText(true);
        var strip = new FlowPane(3, 3);
        for (int i = 0; i < TOKENS.size(); i++) {
            var chip = new VBox(label(TOKENS.get(i), Styles.MONO), label("" + i, Styles.TOKEN_INDEX));
            chip.setAlignment(javafx.geometry.Pos.CENTER);
            strip.getChildren().add(chip);
        }
        var card = new HBox(8, new CheckBox(), new VBox(label("3.5 z → zero"), label("all positions", Styles.SMALL)));
        card.getStyleClass().add(Styles.CARD);
        var drop = label("Drop prompts, a model folder or an\nexperiment anywhere", Styles.DROP);
        drop.setMaxWidth(Double.MAX_VALUE);
        var pills = new HBox(6, pill("Ablate", "A"), pill("Patch", "P"));
        var side = new VBox(
                6,
                label("PROMPT", Styles.SECTION),
                prompt,
                strip,
                new TextField("␣Mary"),
                label("answer is several tokens", Styles.WARNING),
                pills,
                card,
                label("I", Styles.BADGE),
                drop);
        side.getStyleClass().add(Styles.SIDE);
        side.setPrefWidth(300);
        return side;
    }

    private static Button pill(String text, String key) {
        var button = new Button(text, label(key, Styles.KEY));
        button.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        button.getStyleClass().add(Styles.PILL);
        return button;
    }

    private static HBox status() {
        var light = new Region();
        light.getStyleClass().add(Styles.LIGHT);
        light.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("good"), true);
        var bar = new HBox(light, label("ready"), label("last run 9 ms (prefix re-used)"));
        bar.getStyleClass().add(Styles.STATUS_BAR);
        return bar;
    }

    private static PaneCard card(String title, String lookFor, Node content) {
        var card = new PaneCard(title, lookFor);
        card.runTagProperty().set("run 2 · after");
        card.setContent(content);
        card.onCopyImageProperty().set(() -> {});
        card.onExportProperty().set(() -> {});
        card.onMaximiseProperty()
                .set(() ->
                        card.maximisedProperty().set(!card.maximisedProperty().get()));
        var menu = new MenuButton("pattern", null, new MenuItem("pattern"), new MenuItem("scores"));
        menu.getStyleClass().add(Styles.TEXT_MENU);
        card.options().getChildren().add(menu);
        return card;
    }

    private static VBox column(Node first, Node second) {
        VBox.setVgrow(first, Priority.ALWAYS);
        return new VBox(10, first, second);
    }

    private static Node cards() {
        var random = new java.util.Random(1);
        var attention = new HeatMap();
        attention.setMatrix(Matrix.of(
                16,
                16,
                (r, c) -> c > r ? Float.NaN : c == 3 && r > 13 ? 0.99f : (float) Math.pow(random.nextFloat(), 6)));
        attention.setRange(Range.fixed(0, 1));
        attention.setRowLabels(TOKENS);
        attention.setColumnLabels(TOKENS);
        attention.setSquare(true);
        attention.setLockable(true);
        attention.setSelectedCell(new Cell(15, 3));
        attention.setLargestCell(40);
        attention.setDescription(cell -> TOKENS.get(cell.row()) + " → " + TOKENS.get(cell.column()) + "  "
                + attention.getMatrix().at(cell));

        var ablation = new HeatMap();
        var effects = Matrix.of(4, 9, (r, c) -> (float) (random.nextGaussian() * 4));
        ablation.setMatrix(effects);
        ablation.setPalette(Palette.RED_WHITE_BLUE);
        ablation.setRange(Range.fixed(8));
        ablation.setUpward(true);
        ablation.setCellGap(4);
        ablation.setLargestCell(64);
        ablation.setColumnLabelsOnTop(true);
        ablation.setRowLabels(IntStream.range(0, 4).mapToObj(l -> "layer " + l).toList());
        ablation.setColumnLabels(List.of("0", "1", "2", "3", "4", "5", "6", "7", "MLP"));
        ablation.setCellText((r, c) -> String.format("%+.2f", effects.at(r, c)));
        ablation.setCrossedOut(Set.of(new Cell(3, 5)));

        var lens = new HeatMap();
        lens.setMatrix(Matrix.of(5, 8, (r, c) -> random.nextFloat()));
        lens.setRange(Range.fixed(0, 1));
        lens.setUpward(true);
        lens.setCellGap(1);
        lens.setLargestCell(90);
        lens.setRowLabels(List.of("0 pre", "1 pre", "2 pre", "3 pre", "final"));
        lens.setColumnLabels(TOKENS.subList(8, 16));
        lens.setCellText((r, c) -> TOKENS.get((r * 3 + c) % 16));
        lens.setHoveredCell(new Cell(2, 3));

        var large = new HeatMap();
        large.setMatrix(Matrix.of(
                512, 512, (r, c) -> c > r ? Float.NaN : (float) Math.abs(Math.sin(r / 20.0) * Math.cos(c / 31.0))));
        large.setSquare(true);
        large.setPalette(Palette.CIVIDIS);

        var words = new ColourLegend("hurts the answer", "helps the answer");
        words.follow(ablation);

        var first = card(
                "Attention",
                "Each square is one head. Bright = the row's token looks at the column's token. "
                        + "Hover to read, click to lock, A to ablate.",
                column(GalleryCharts.heads(), attention));
        var second = card(
                "Logit lens",
                "What the model would say if it stopped here. Read each column from the bottom "
                        + "up; click a cell to pin its token.",
                lens);
        second.busyProperty().set(true);
        var third = card(
                "Ablation",
                "Click a head to switch it off, again to switch it on. Blue: the head helps the "
                        + "answer. Red: it works against it.",
                column(ablation, words));
        third.errorProperty().set("This prompt has 300 tokens, but the model takes at most 256: shorten it.");
        var legend = new ColourLegend("", "");
        legend.follow(large);
        var fourth = card("Large", "512 x 512 cells.", column(large, legend));
        fourth.staleProperty().set(true);
        var fifth = card("Examples", "Nothing here yet.", new Region());
        fifth.emptyProperty()
                .set(new EmptyState(
                        "No answer token",
                        "Type the expected answer under the prompt to see its logit difference.",
                        "Set the answer",
                        () -> {}));
        var sixth = GalleryCharts.card(Gallery::card);
        var grid = new GridPane(8, 8);
        grid.setPadding(new javafx.geometry.Insets(8));
        int at = 0;
        for (PaneCard pane : List.of(first, second, third, fourth, fifth, sixth)) {
            grid.add(pane, at % 3, at / 3);
            GridPane.setHgrow(pane, Priority.ALWAYS);
            GridPane.setVgrow(pane, Priority.ALWAYS);
            pane.setPrefSize(400, 400);
            at++;
        }
        return grid;
    }
}
