package org.headscope.engine.experiment.plan;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.headscope.engine.Bundled;
import org.headscope.engine.analysis.circuit.Circuits;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.experiment.result.Table;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments on circuits between all tokens, against the factored circuits. */
class VocabularyAnalysesTest {
    @TempDir
    private Path folder;

    private Results run(String analysis) throws Exception {
        Path file = folder.resolve("experiment.json");
        Files.writeString(
                file,
                "{\"headscope_experiment\": 1, \"model\": \"primer-4l\", \"prompts\": [\"Mary\"], \"analysis\": {"
                        + analysis + "}}");
        Plan plan = PlanFile.read(file);
        var results = new Results();
        plan.analysis().run(Setup.of(plan, model(), folder), results, Progress.NONE);
        return results;
    }

    private static Model model() throws Exception {
        return Bundled.laboratory(Processing.FOLDED).model();
    }

    @Test
    void rowsAreThoseOfTheFactoredCircuit() throws Exception {
        Results results = run("\"kind\": \"circuit_rows\", \"circuit\": \"ov\", \"layer\": 3, \"head\": 3, \"tokens\":"
                + " [\" Mary\", 17], \"top\": 4");
        int mary = model().tokenizer().single(" Mary").orElseThrow();
        assertNear(
                new Circuits(model()).ovRows(3, 3, Factor.of("embed.W_E").rows(List.of(mary, 17))),
                results.grids().getFirst().values(),
                "rows");
        Table tokens = results.tables().getFirst();
        assertEquals(2 * 2 * 4, tokens.rows().size());
        assertEquals(2, results.tables().get(1).rows().size());
    }

    @Test
    void aTokenIsItsOwnNearestNeighbour() throws Exception {
        Results results = run("\"kind\": \"neighbours\", \"tokens\": [\" Mary\"], \"top\": 3");
        assertEquals(" Mary", results.tables().getFirst().rows().getFirst().get(5));
        String unknown = assertThrows(
                        PromptException.class, () -> run("\"kind\": \"neighbours\", \"tokens\": [\" Mary John\"]"))
                .getMessage();
        assertEquals(
                "The text \" Mary John\" is not one token of this model but 2: take its first token, or give a token"
                        + " id.",
                unknown);
    }
}
