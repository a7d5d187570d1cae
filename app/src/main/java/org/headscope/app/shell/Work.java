package org.headscope.app.shell;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import javafx.stage.Window;
import org.headscope.app.ablation.AblationController;
import org.headscope.app.attention.AttentionController;
import org.headscope.app.attribution.AttributionController;
import org.headscope.app.circuit.CircuitController;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.example.ExampleController;
import org.headscope.app.family.FamilyController;
import org.headscope.app.lens.LensController;
import org.headscope.app.outcome.OutcomeController;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.patching.PatchingController;
import org.headscope.app.prompt.PromptController;
import org.headscope.app.repair.RepairController;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.Session;
import org.headscope.app.settings.SettingsStore;
import org.headscope.app.task.Background;

/** What works behind the panes in the middle of the window. */
final class Work {
    private final AttentionController attention;
    private final LensController lens;
    private final AttributionController attribution;
    private final AblationController ablation;
    private final OutcomeController outcome;
    private final RepairController repair;
    private final FamilyController family;
    private final PatchingController patching;
    private final CircuitController circuit;
    private final ExampleController examples;

    Work(Session session, Background background, SettingsStore settings) {
        Executor engine = background.engine();
        Executor files = background.files();
        attention = new AttentionController(session, engine);
        lens = new LensController(session, engine);
        attribution = new AttributionController(session, engine);
        ablation = new AblationController(session, engine, files);
        outcome = new OutcomeController(session);
        repair = new RepairController(session, engine);
        family = new FamilyController(session, engine);
        patching = new PatchingController(session, engine);
        circuit = new CircuitController(session, engine, files);
        examples = new ExampleController(
                session, engine, files, background.surveys(), Resources.corpus(), settings.beside("surveys"));
        attention.setOnAblate(ablation::toggle);
    }

    /** Connects the panes with the column of prompts. */
    void connect(PromptController prompts, Runnable editCorrupted, Window owner) {
        family.setOnOpen(prompts::load);
        patching.setOnEdit(editCorrupted);
        examples.setOnChoose(() -> Choosers.corpusFiles(owner));
        examples.setOnReport(() -> Choosers.newReport(owner));
    }

    AttentionController attention() {
        return attention;
    }

    AttributionController attribution() {
        return attribution;
    }

    AblationController ablation() {
        return ablation;
    }

    Map<Pane, PaneCard> cards() {
        return Map.of(
                Pane.ATTENTION, attention.view(),
                Pane.LENS, lens.view(),
                Pane.ATTRIBUTION, attribution.view(),
                Pane.ABLATION, ablation.view(),
                Pane.OUTCOME, outcome.view(),
                Pane.REPAIR, repair.view(),
                Pane.FAMILY, family.view(),
                Pane.PATCHING, patching.view(),
                Pane.CIRCUIT, circuit.view(),
                Pane.EXAMPLE, examples.view());
    }

    /** The choices of panes. */
    List<CommandGroup> commands() {
        return List.of(
                attention.commands(),
                lens.commands(),
                attribution.commands(),
                ablation.commands(),
                patching.commands(),
                circuit.commands(),
                examples.commands());
    }

    /** Stops all that is being worked out; what was found stays, and the panes offer to go on. */
    void cancel() {
        ablation.cancel();
        family.cancel();
        attribution.cancel();
        repair.cancel();
        patching.cancel();
        circuit.cancel();
        examples.cancel();
    }
}
