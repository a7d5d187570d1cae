package org.headscope.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.headscope.app.Story;
import org.headscope.app.resources.Resources;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Direction;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.ProjectOut;
import org.headscope.engine.hook.Resample;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.Steer;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of interventions that hold data of one model when another one is opened. */
class SessionModelsTest extends SessionByHand {
    private static final String OTHER_TOKENS =
            "Its token ids stand for other tokens in this model. Kept for one that reads them alike.";
    private static final String OTHER_WEIGHTS =
            "Its numbers come from other weights, or from these processed otherwise. Kept for those.";
    private static final Site STREAM = Site.of("resid_post", 0);
    private static final List<Integer> PROMPT = List.of(5, 8, 13);
    private static final Scale FREE = new Scale(Site.head(1, 0), 0.5);
    private static final Resample RESAMPLE = Resample.from(PROMPT, Site.head(1, 1), "the corrupted prompt");
    private static final Patch PATCH = new Patch(Site.head(1, 3), Tensor.of(new float[] {1}, 1), "the clean run");

    private Model ids;
    private Steer towardsMary;
    private List<Intervention> ofTokens;

    @BeforeEach
    void addOneOfEach() throws Exception {
        ids = Model.load(Resources.folder().resolveSibling("src/test/golden/gpt2"), Processing.RAW);
        session.open(new Laboratory(Story.model(Processing.RAW)));
        session.edit("ids", e -> e.withPrompt("5 8 13").withAnswers("", ""));
        var mary = token(" Mary");
        towardsMary = new Steer(STREAM, new Direction.Difference(mary, token(" John")), 1);
        var set = new MeanSource.PromptSet("a set", List.of(PROMPT), false);
        var head = new Direction.HeadOutput(1, 2, PROMPT, -1, "this prompt");
        ofTokens = List.of(
                towardsMary,
                RESAMPLE,
                new MeanAblation(Site.head(1, 2), set),
                new Steer(STREAM, head, 1),
                new ProjectOut(STREAM, List.of(mary)));
        session.add(FREE);
        ofTokens.forEach(session::add);
        session.add(PATCH);
    }

    @AfterEach
    void close() {
        ids.close();
    }

    private static Direction token(String text) throws Exception {
        int id = Story.model(Processing.RAW).tokenizer().single(text).orElseThrow();
        return new Direction.Unembedding(id, text);
    }

    @Test
    void otherTokensSwitchOffWhatHoldsTokenIds() throws Exception {
        session.open(new Laboratory(ids));
        assertEquals(List.of(FREE), asked().active());
        assertEquals(7, asked().switches().size(), "kept, but off");
        for (Intervention each : ofTokens) assertEquals(OTHER_TOKENS, session.obstacle(each));
        assertEquals(OTHER_WEIGHTS, session.obstacle(PATCH));
        assertEquals("", session.obstacle(FREE));
        session.undo();
        assertEquals(List.of(FREE), asked().active(), "nor does going back switch them on");
        work();
        assertEquals(List.of(), unexpected);
        session.open(new Laboratory(Story.model(Processing.RAW)));
        for (Intervention each : ofTokens) assertEquals("", session.obstacle(each));
        session.undo();
        session.redo();
        assertEquals(7, asked().active().size(), "they are back with their model");
    }

    @Test
    void otherProcessingSwitchesOffNumbersOnly() throws Exception {
        session.open(new Laboratory(Story.model(Processing.FOLDED)));
        assertEquals(6, asked().active().size());
        assertEquals(OTHER_WEIGHTS, session.obstacle(PATCH));
    }

    @Test
    void whatIsChangedInTheListStaysOfItsModel() {
        session.open(new Laboratory(ids));
        var more = new Steer(STREAM, towardsMary.direction(), 3);
        session.edit("more", e -> e.minus(towardsMary).plus(more).switched(more, false));
        assertEquals(OTHER_TOKENS, session.obstacle(more));
    }

    @Test
    void whatIsMadeAnewIsOfTheModelThatIsOpen() {
        session.open(new Laboratory(ids));
        session.clearInterventions();
        session.add(RESAMPLE);
        assertEquals("", session.obstacle(RESAMPLE));
        assertEquals(List.of(RESAMPLE), asked().active());
    }

    @Test
    void aDirectionOfAHeadThatTheModelLacksIsExplained() {
        var far = new Steer(STREAM, new Direction.HeadOutput(3, 5, PROMPT, -1, "this prompt"), 1);
        session.add(far);
        session.open(new Laboratory(ids));
        assertEquals(
                "The direction is what 3.5 writes, which this model has not. Kept for one that has.",
                session.obstacle(far));
        assertEquals(List.of(FREE), asked().active());
    }
}
