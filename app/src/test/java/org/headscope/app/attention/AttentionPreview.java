package org.headscope.app.attention;

import java.nio.file.Path;
import java.util.List;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.app.task.Background;
import org.headscope.app.theme.Theme;
import org.headscope.app.theme.ThemeMode;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.EngineThread;

/**
 * The attention pane in a window of its own, to look at it: {@code AttentionPreview [dark|light] WIDTH HEIGHT MODEL
 * [PROMPT|difference]}.
 */
public final class AttentionPreview {
    private AttentionPreview() {}

    public static void main(String[] args) {
        Application.launch(Window.class, args);
    }

    /** The window. */
    public static final class Window extends Application {
        @Override
        public void start(Stage stage) throws Exception {
            List<String> arguments = getParameters().getRaw();
            boolean difference = arguments.contains("difference");
            String prompt = arguments.size() > 4 && !difference
                    ? arguments.get(4)
                    : "When Mary and John went to the store, John gave a drink to";
            var first = Experiment.of(prompt, "", "");
            var session = new Session(EngineThread.executor(), 200, first, Throwable::printStackTrace);
            if (difference) {
                session.toggle(new ZeroAblation(Site.head(0, 3)));
                session.shownProperty().set(Shown.DIFFERENCE);
                session.selection().partProperty().set(Site.head(3, 3));
            }
            PaneCard card = new AttentionController(session, EngineThread.executor()).view();
            card.onMaximiseProperty().set(() -> {});
            card.onCopyImageProperty().set(() -> {});
            card.onExportProperty().set(() -> {});
            var scene = new Scene(
                    new StackPane(card), Double.parseDouble(arguments.get(1)), Double.parseDouble(arguments.get(2)));
            Theme.apply(scene, arguments.contains("light") ? ThemeMode.LIGHT : ThemeMode.DARK);
            stage.setScene(scene);
            stage.titleProperty().bind(card.runTagProperty());
            stage.show();
            EngineThread.executor().execute(() -> {
                try {
                    var model = Model.load(Path.of(arguments.get(3)), Processing.FOLDED);
                    Background.onFx(() -> session.open(new Laboratory(model)));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }
}
