package org.headscope.app;

import java.util.List;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.headscope.app.ablation.AblationController;
import org.headscope.app.history.HistoryController;
import org.headscope.app.inspector.InspectorController;
import org.headscope.app.intervention.InterventionsController;
import org.headscope.app.outcome.OutcomeController;
import org.headscope.app.outcome.ShownSwitch;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.PromptSets;
import org.headscope.app.session.Session;
import org.headscope.app.theme.Styles;
import org.headscope.app.theme.Theme;
import org.headscope.app.theme.ThemeMode;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.io.PromptFile;
import org.headscope.engine.run.EngineThread;

/** A window with the panes about ablation, to look at them: {@code [light] [small] [clean]}. */
public final class AblationPreview {
    private AblationPreview() {}

    public static void main(String[] args) {
        Application.launch(Window.class, args);
    }

    /** The window. */
    public static final class Window extends Application {
        @Override
        public void start(Stage stage) throws Exception {
            List<String> words = getParameters().getRaw();
            boolean small = words.contains("small");
            Session session = Story.session();
            var ablation = new AblationController(session, EngineThread.executor(), Runnable::run);
            session.setsProperty()
                    .set(new PromptSets(
                            PromptFile.read(Resources.promptLibrary()).prompts()));
            var outcome = new OutcomeController(session);
            var inspector = new InspectorController(session, EngineThread.executor());
            inspector.setOnAblate(ablation::toggle);
            var side = new VBox(
                    4,
                    inspector.view(),
                    new InterventionsController(session, Story.undo(session), Story.redo(session)).view(),
                    new HistoryController(session).view());
            side.getStyleClass().add(Styles.SIDE);
            var scroll = new ScrollPane(side);
            scroll.setFitToWidth(true);
            scroll.setPrefWidth(290);
            var panes = new HBox(8, ablation.view(), outcome.view());
            panes.getChildren().forEach(pane -> HBox.setHgrow(pane, Priority.ALWAYS));
            if (small) {
                ablation.view().setPrefSize(420, 330);
                outcome.view().setPrefSize(420, 330);
                panes.setMaxHeight(330);
            }
            var root = new BorderPane(panes);
            root.setTop(new HBox(new ShownSwitch(session)));
            root.setRight(scroll);
            var scene = new Scene(root, small ? 1140 : 1500, small ? 720 : 900);
            Theme.apply(scene, words.contains("light") ? ThemeMode.LIGHT : ThemeMode.DARK);
            stage.setScene(scene);
            stage.setTitle("Ablation");
            stage.show();
            session.open(Story.laboratory());
            session.selection().partProperty().set(Site.head(3, 5));
            if (words.contains("clean")) return;
            session.selection().positionProperty().set(15);
            ablation.toggle(Site.head(3, 5));
            session.edit(
                    "Switch 1.2 off",
                    e -> e.plus(new ZeroAblation(Site.head(1, 2).at(Positions.of(4, 15)))));
            session.edit("Untick 1.2", e -> e.switched(e.active().getLast(), false));
        }
    }
}
