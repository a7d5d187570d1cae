package org.headscope.app.pane;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.kordamp.ikonli.feather.Feather;

/**
 * The frame that every pane stands in: title, options, the run it shows, tool buttons, one sentence on what to look
 * for, an error sentence when something failed, and the content. A stale pane dims what it shows and never blanks
 * it; an empty one says why and what to do.
 */
public final class PaneCard extends VBox {
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
    private static final PseudoClass COMPACT = PseudoClass.getPseudoClass("compact");

    private final StringProperty title = new SimpleStringProperty(this, "title", "");
    private final StringProperty lookFor = new SimpleStringProperty(this, "lookFor", "");
    private final StringProperty runTag = new SimpleStringProperty(this, "runTag", "");
    private final StringProperty error = new SimpleStringProperty(this, "error");
    private final ObjectProperty<EmptyState> empty = new SimpleObjectProperty<>(this, "empty");
    private final BooleanProperty stale = new SimpleBooleanProperty(this, "stale");
    private final BooleanProperty busy = new SimpleBooleanProperty(this, "busy");
    private final BooleanProperty compact = new SimpleBooleanProperty(this, "compact");
    private final BooleanProperty tabbed = new SimpleBooleanProperty(this, "tabbed");
    private final BooleanProperty maximised = new SimpleBooleanProperty(this, "maximised");
    private final ObjectProperty<Node> content = new SimpleObjectProperty<>(this, "content");
    private final ObjectProperty<Runnable> onCopyImage = new SimpleObjectProperty<>(this, "onCopyImage");
    private final ObjectProperty<Runnable> onExport = new SimpleObjectProperty<>(this, "onExport");
    private final ObjectProperty<Runnable> onMaximise = new SimpleObjectProperty<>(this, "onMaximise");

    private final HBox options = new HBox();
    private final StackPane body = new StackPane();

    public PaneCard(String title, String lookFor) {
        this.title.set(title);
        this.lookFor.set(lookFor);
        getStyleClass().add("pane-card");
        options.getStyleClass().add("options");
        body.getStyleClass().add("body");
        setVgrow(body, Priority.ALWAYS);
        body.setMinSize(0, 0);
        var inside = new Rectangle();
        inside.widthProperty().bind(body.widthProperty());
        inside.heightProperty().bind(body.heightProperty());
        body.setClip(inside);
        getChildren().setAll(busyLine(), head(), errorLine(), body);
        content.subscribe(this::showBody);
        empty.subscribe(this::showBody);
        stale.subscribe(value -> pseudoClassStateChanged(STALE, value));
        compact.subscribe(value -> pseudoClassStateChanged(COMPACT, value));
    }

    private VBox head() {
        var name = new Label();
        name.getStyleClass().add(Styles.TITLE);
        name.textProperty().bind(title);
        name.setMinWidth(Region.USE_PREF_SIZE);
        Seen.when(name, tabbed.not());
        var tag = new Segments("run-tag", runTag, " · ", " · ", HPos.RIGHT);
        var tools = new HBox(
                tool(Feather.COPY, "pane.copyImage", onCopyImage),
                tool(Feather.DOWNLOAD, "pane.export", onExport),
                maximiseButton());
        tools.getStyleClass().add("tools");
        var row = new TitleRow(name, options, tag, tools);
        var head = new VBox(row, sentence(), sentencesThatFit());
        head.getStyleClass().add("head");
        head.setMinWidth(0);
        head.setMinHeight(Region.USE_PREF_SIZE);
        head.setOnMouseClicked(click -> {
            if (click.getClickCount() == 2 && onMaximise.get() != null) {
                onMaximise.get().run();
            }
        });
        return head;
    }

    /** What to look for, whole. */
    private Label sentence() {
        var sentence = new Label();
        sentence.getStyleClass().add("look-for");
        sentence.textProperty().bind(lookFor);
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        Seen.when(sentence, lookFor.isNotEmpty().and(compact.not()));
        return sentence;
    }

    /** What to look for, in one line. */
    private Segments sentencesThatFit() {
        var line = new Segments("look-for", lookFor, "(?<=[.;]) ", " ", HPos.LEFT);
        line.setMinWidth(0);
        Seen.when(line, lookFor.isNotEmpty().and(compact));
        return line;
    }

    private Button tool(Feather icon, String key, ObjectProperty<Runnable> action) {
        var button = Icons.button(icon, Text.of(key), () -> action.get().run());
        Seen.when(button, action.isNotNull());
        return button;
    }

    private Button maximiseButton() {
        var button = tool(Feather.MAXIMIZE_2, "pane.maximise", onMaximise);
        maximised.subscribe(large -> {
            button.setGraphic(Icons.of(large ? Feather.MINIMIZE_2 : Feather.MAXIMIZE_2));
            String words = Text.of(large ? "pane.restore" : "pane.maximise");
            button.getTooltip().setText(words);
            button.setAccessibleText(words);
        });
        return button;
    }

    private ProgressBar busyLine() {
        var line = new ProgressBar();
        line.getStyleClass().add("busy-line");
        line.setMaxWidth(Double.MAX_VALUE);
        // Along the upper edge, between its round corners, where it crosses no words.
        setMargin(line, new Insets(0, 10, 0, 10));
        line.visibleProperty().bind(busy);
        // An indeterminate bar animates as long as it lives, so it stands still while it is not seen.
        busy.subscribe(on -> line.setProgress(on ? ProgressBar.INDETERMINATE_PROGRESS : 0));
        return line;
    }

    private HBox errorLine() {
        var sentence = new Label();
        sentence.textProperty().bind(error);
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        sentence.setMaxWidth(Double.MAX_VALUE);
        var close = Icons.button(Feather.X, Text.of("pane.dismiss"), () -> error.set(null));
        var line = new HBox(Icons.of(Feather.ALERT_CIRCLE), sentence, close);
        line.getStyleClass().add("trouble");
        line.setMinHeight(Region.USE_PREF_SIZE);
        Seen.when(line, error.isNotEmpty());
        return line;
    }

    private void showBody() {
        if (empty.get() != null) {
            body.getChildren().setAll(emptyBody(empty.get()));
        } else if (content.get() != null) {
            body.getChildren().setAll(content.get());
            if (!content.get().getStyleClass().contains("content")) {
                content.get().getStyleClass().add("content");
            }
        } else {
            body.getChildren().clear();
        }
    }

    private static VBox emptyBody(EmptyState state) {
        var what = new Label(state.what());
        what.getStyleClass().add("what");
        what.setWrapText(true);
        var why = new Label(state.why());
        why.getStyleClass().add("why");
        why.setWrapText(true);
        var box = new VBox(what, why);
        if (state.action() != null) {
            var button = new Button(state.action());
            button.getStyleClass().add(Styles.PILL);
            button.setOnAction(_ -> state.run().run());
            box.getChildren().add(button);
        }
        box.getStyleClass().add("empty");
        return box;
    }

    /** Where a pane puts its own menus and switches, behind the title. */
    public HBox options() {
        return options;
    }

    /** A picture of the whole card, so many times as large as on the screen. */
    public WritableImage picture(double scale) {
        return Pictures.of(this, scale);
    }

    /** The pane's name. */
    public StringProperty titleProperty() {
        return title;
    }

    /** What to look for, in a few sentences. */
    public StringProperty lookForProperty() {
        return lookFor;
    }

    /** Which run is shown and under which convention, such as "run 2 · after". */
    public StringProperty runTagProperty() {
        return runTag;
    }

    /** A sentence about what failed; null when nothing did. */
    public StringProperty errorProperty() {
        return error;
    }

    /** Why there is nothing to see; null when there is. */
    public ObjectProperty<EmptyState> emptyProperty() {
        return empty;
    }

    /** Whether what is shown belongs to an older question: it is dimmed. */
    public BooleanProperty staleProperty() {
        return stale;
    }

    /** Whether the pane waits for an answer: a thin line runs along its upper edge. */
    public BooleanProperty busyProperty() {
        return busy;
    }

    /** Whether room is short: what to look for takes one line, and the margins are narrow. */
    public BooleanProperty compactProperty() {
        return compact;
    }

    /** Whether a tab above the card says its title, so that the card need not. */
    public BooleanProperty tabbedProperty() {
        return tabbed;
    }

    /** Whether the pane fills the window now. */
    public BooleanProperty maximisedProperty() {
        return maximised;
    }

    public void setContent(Node node) {
        content.set(node);
    }

    /** What "copy image" does; the button is there only if this is set. */
    public ObjectProperty<Runnable> onCopyImageProperty() {
        return onCopyImage;
    }

    /** What "export" does; the button is there only if this is set. */
    public ObjectProperty<Runnable> onExportProperty() {
        return onExport;
    }

    /** What "maximise" does; the button is there only if this is set. */
    public ObjectProperty<Runnable> onMaximiseProperty() {
        return onMaximise;
    }
}
