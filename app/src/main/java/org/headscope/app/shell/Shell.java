package org.headscope.app.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.headscope.app.command.CommandControls;
import org.headscope.app.command.CommandList;
import org.headscope.app.command.CommandPalette;
import org.headscope.app.metric.MetricChip;
import org.headscope.app.outcome.ShownSwitch;
import org.headscope.app.prompt.PromptController;
import org.headscope.app.session.PromptSets;
import org.headscope.app.session.Session;
import org.headscope.app.session.StepKeys;
import org.headscope.app.settings.SettingsStore;
import org.headscope.app.task.Background;
import org.headscope.app.theme.Styles;
import org.headscope.app.theme.Theme;
import org.headscope.app.theme.ThemeMode;

/**
 * The window: prompts on the left, panes in the middle, what is selected on the right. The only place where panes meet:
 * each is given the session and knows nothing of the others.
 */
public final class Shell implements Commands.Window {
    /** The style sheet of the window and of its dialogs. */
    static final String SHEET = Shell.class.getResource("shell.css").toExternalForm();

    /** A window lower than this is short of room. */
    private static final double LOW = 860;

    private final Stage stage;
    private final Session session;
    private final ModelOpener opener;
    private final SettingsStore settings;
    private final Switches switches;
    private final Notices notices = new Notices();
    private final PromptController prompts;
    private final Work work;
    private final DropTarget drop;
    private final PaneLayout panes;
    private final BooleanProperty sides = new SimpleBooleanProperty(this, "sides", true);
    private final Columns columns;
    /** Why a model could not be opened; no longer of interest once another one is. */
    private String refusal = "";

    private final CommandList commands;
    private final CommandPalette palette;
    private final SelfTestChip selfTest;
    private final Runnable onQuit;
    private Consumer<String> onLink = _ -> {};

    public Shell(
            Stage stage,
            Session session,
            ModelOpener opener,
            SettingsStore settings,
            Background background,
            Consumer<Throwable> onUnexpected,
            Runnable onQuit) {
        Executor engine = background.engine();
        Executor files = background.files();
        this.stage = stage;
        this.session = session;
        this.opener = opener;
        this.settings = settings;
        this.onQuit = onQuit;
        selfTest = new SelfTestChip(session, engine, onUnexpected);
        switches = new Switches(session, opener, settings);
        prompts = new PromptController(session, engine, files, settings.beside("prompts.json"));
        work = new Work(session, background, settings);
        work.connect(prompts, this::editCorrupted, stage);
        drop = new DropTarget(this::openModel, prompts::importFiles);
        panes = new PaneLayout(work.cards());
        commands = Commands.of(
                session,
                switches,
                this,
                Stream.concat(work.commands().stream(), Stream.of(prompts.commands()))
                        .toList());
        var inspection = new Inspection(session, engine, commands).with(panes, work);
        columns = new Columns(side(prompts.view()), middle(), inspection, sides);
        palette = new CommandPalette(
                commands, List.of(new PromptSource(prompts), new HeadSource(session), new PositionSource(session)));
        var pictures = new PictureExport(stage, files, notices::show);
        panes.cards().forEach(pictures::offer);
        prompts.library().subscribe(() -> session.setsProperty().set(new PromptSets(prompts.library())));
        opener.onOpened(folder -> {
            notices.hide(refusal);
            settings.change(old -> old.withModel(folder.toString()));
        });
        opener.onRefused(sentence -> {
            refusal = sentence;
            notices.show(sentence);
        });
    }

    private void editCorrupted() {
        sides.set(true);
        prompts.focusCorrupted();
    }

    /** What shows an address outside of the window, such as a page of the web. */
    public void setOnLink(Consumer<String> action) {
        onLink = action;
    }

    /** Everything in the window. */
    public Parent root() {
        var window = new BorderPane(columns);
        window.setTop(topBar());
        window.setBottom(new StatusBar(session, opener, notices.button()));
        var root = new StackPane(window, notices.overlay(), palette, drop.veil());
        StepKeys.install(root, session);
        root.getStylesheets().add(SHEET);
        return root;
    }

    /** Takes a scene over that shows the {@link #root()}: its look, what is dropped on it, its keys. */
    public void enter(Scene scene) {
        Theme.apply(scene);
        drop.listenTo(scene);
        scene.addEventHandler(KeyEvent.KEY_PRESSED, this::plainKeys);
        restoreDividers(scene.getWidth());
        scene.heightProperty().subscribe(height -> setCompact(height.doubleValue() < LOW));
        // Not in the first field, where a letter would be typed that is meant as a key.
        Background.later(scene.getRoot()::requestFocus);
    }

    /** The sentence of something that went wrong without stopping anything. */
    public void warn(String sentence) {
        notices.show(sentence);
    }

    /** Remembers where everything is. */
    public void remember() {
        settings.change(old -> old.withDivider("left", columns.dividers().get(0))
                .withDivider("right", columns.dividers().get(1))
                .withDivider("rows", panes.dividers().get(0))
                .withDivider("top", panes.dividers().get(1))
                .withDivider("bottom", panes.dividers().get(2))
                .withFolded(switches.foldedProperty().get())
                .withExperiment(session.experimentProperty().get()));
    }

    /** Takes the pictures of the guide into a folder, then goes on with {@code done}. */
    public void takeGuidePictures(Path folder, Executor files, Consumer<Throwable> onFailure, Runnable done) {
        pictures(files, onFailure, done).takeGuide(folder);
    }

    /** Takes a picture of the window as it is, once every pane is done, then goes on with {@code done}. */
    public void takePicture(Path file, Executor files, Consumer<Throwable> onFailure, Runnable done) {
        pictures(files, onFailure, done).takeOne(file);
    }

    private PictureTour pictures(Executor files, Consumer<Throwable> onFailure, Runnable done) {
        Runnable arrange = () -> {
            panes.divideAsAtFirst();
            restoreDividers(stage.getScene().getWidth());
        };
        return new PictureTour(stage, session, panes, arrange, files, onFailure, done);
    }

    /** Opens a model folder with the processing that is switched on. */
    public void openModel(Path folder) {
        opener.open(folder, switches.processing());
    }

    @Override
    public void openFolder() {
        Choosers.modelFolder(stage).ifPresent(this::openModel);
    }

    @Override
    public void importPrompts() {
        prompts.importFiles(Choosers.promptFiles(stage));
    }

    @Override
    public void pastePrompts() {
        prompts.importClipboard();
    }

    @Override
    public void openPalette() {
        palette.open();
    }

    @Override
    public void switchTheme() {
        ThemeMode other = Theme.darkProperty().get() ? ThemeMode.LIGHT : ThemeMode.DARK;
        Theme.use(other);
        settings.change(old -> old.withTheme(other));
    }

    @Override
    public void editPrompt() {
        sides.set(true);
        prompts.focusEditor();
    }

    @Override
    public void selfTest() {
        selfTest.start();
    }

    @Override
    public void ablateSelected() {
        work.ablation().toggle(session.selection().place());
    }

    @Override
    public void maximise(Pane pane) {
        panes.toggleMaximised(pane);
    }

    @Override
    public void maximiseFocused() {
        panes.toggleFocused();
    }

    @Override
    public BooleanProperty sidesProperty() {
        return sides;
    }

    @Override
    public void showAbout() {
        new AboutDialog(stage, commands, onLink).show();
    }

    @Override
    public void quit() {
        onQuit.run();
    }

    private Node topBar() {
        var models = new ModelMenu(
                session, () -> settings.get().recentModels(), this::openModel, commands.get("openFolder"));
        return new TopBar(
                CommandControls.menuBar(commands),
                models,
                switches,
                List.of(new MetricChip(session), new ShownSwitch(session)),
                session.baselineProperty().isNotNull(),
                selfTest,
                commands.get("palette"),
                commands.get("switchTheme"));
    }

    private VBox middle() {
        VBox.setVgrow(panes, Priority.ALWAYS);
        return new VBox(new StoppedNote(session, commands.get("runAgain")), panes);
    }

    private static Region side(Region content) {
        content.getStyleClass().add(Styles.SIDE);
        return content;
    }

    private void restoreDividers(double width) {
        var saved = settings.get().dividers();
        columns.divide(width, saved.get("left"), saved.get("right"));
        if (saved.keySet().containsAll(List.of("rows", "top", "bottom"))) {
            panes.setDividers(Stream.of("rows", "top", "bottom").map(saved::get).toList());
        }
    }

    private void setCompact(boolean compact) {
        panes.setCompact(compact);
        columns.setCompact(compact);
    }

    /** Keys without Ctrl, wherever nothing with a use of its own for them has the focus: Esc stops, A ablates. */
    private void plainKeys(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            session.cancel();
            work.cancel();
        } else if (event.getCode() == KeyCode.A && !event.isShortcutDown() && !event.isAltDown()) {
            if (stage.getScene().getFocusOwner() instanceof TextInputControl) return;
            ablateSelected();
        } else {
            return;
        }
        event.consume();
    }
}
