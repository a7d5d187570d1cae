package org.headscope.app;

import java.util.List;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.headscope.app.attention.AttentionController;
import org.headscope.app.inspector.InspectorController;
import org.headscope.app.intervention.InterventionsController;
import org.headscope.app.session.Session;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.EngineThread;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.BeforeEach;

/** A window with the attention, the inspector and the list of interventions, to change parts of the bundled model in. */
abstract class ChangeStory extends GuiTest {
    static final int QUERY = 15;
    static final int KEY = 3;

    Session session;

    @BeforeEach
    void open() throws Exception {
        Laboratory laboratory = Story.laboratory();
        show(() -> {
            session = Story.session();
            var attention = new AttentionController(session, EngineThread.executor());
            HBox.setHgrow(attention.view(), Priority.ALWAYS);
            var side = new VBox(
                    new InterventionsController(session, Story.undo(session), Story.redo(session)).view(),
                    new InspectorController(session, EngineThread.executor()).view());
            side.setPrefWidth(300);
            side.setMinWidth(300);
            return new HBox(attention.view(), side);
        });
        fx(() -> {
            session.selection().partProperty().set(Site.head(3, 3));
            session.open(laboratory);
        });
        awaitRun();
    }

    static List<Integer> ids(Model model, String text) throws Exception {
        return java.util.Arrays.stream(model.tokenizer().encode(text, true).ids())
                .boxed()
                .toList();
    }

    /** Chooses from the inspector's menu. */
    void choose(String words) {
        fx(() -> {
            var menu = lookup("#inspector-change").queryAs(MenuButton.class);
            menu.show();
            MenuItem item = menu.getItems().stream()
                    .filter(each -> words.equals(each.getText()))
                    .findFirst()
                    .orElseThrow();
            menu.hide();
            item.fire();
        });
        awaitRun();
    }

    void type(String amount) {
        fx(() -> {
            var field = lookup("#interventions .amount").queryAs(TextField.class);
            field.requestFocus();
            field.setText(amount);
        });
        type(KeyCode.ENTER);
        settle();
        awaitRun();
    }

    List<Intervention> active() {
        return fx(() -> session.experimentProperty().get().active());
    }

    double metric() {
        return fx(() -> session.comparisonProperty().get().after().metric().value());
    }

    double metricWith(Intervention... changes) throws Exception {
        Experiment experiment = fx(() -> session.experimentProperty().get()).clean();
        for (Intervention change : changes) experiment = experiment.plus(change);
        return Story.laboratory().metric(experiment, Progress.NONE).value();
    }

    float pattern(int key) {
        return fx(() -> session.comparisonProperty().get().after().pattern(3).get(3, QUERY, key));
    }

    void awaitRun() {
        await(() -> !session.staleProperty().get());
    }
}
