package org.headscope.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.headscope.engine.Bundled;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.Prompt;
import org.headscope.engine.io.PromptFile;
import org.headscope.engine.io.Prompts;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Token;
import org.headscope.engine.token.Tokens;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The prompts that come with Headscope do on the bundled model what they and their notes say. */
class BundledPromptsTest {
    private static final Map<String, Prompt> PROMPTS = new LinkedHashMap<>();
    private static Model model;
    private static Laboratory laboratory;

    @BeforeAll
    static void open() throws ModelException {
        laboratory = Bundled.laboratory(Processing.FOLDED);
        model = laboratory.model();
    }

    static Stream<Prompt> prompts() throws ModelException {
        Prompts read = PromptFile.read(Bundled.folder().resolve("../../prompts/library.jsonl"));
        assertEquals(List.of(), read.badLines());
        read.prompts().forEach(prompt -> PROMPTS.put(prompt.title(), prompt));
        return read.prompts().stream();
    }

    private static Run run(String prompt, Prompt asked, Intervention... off) throws PromptException {
        Experiment experiment = Experiment.of(prompt, asked.answer(), asked.wrong());
        for (Intervention intervention : off) {
            experiment = experiment.plus(intervention);
        }
        return laboratory.run(experiment, Progress.NONE).after();
    }

    @Test
    void sixGroupsOfSeveralPromptsWithTitlesOfTheirOwn() throws ModelException {
        Map<String, Long> groups =
                prompts().collect(Collectors.groupingBy(Prompt::label, LinkedHashMap::new, Collectors.counting()));
        assertEquals(
                List.of("Indirect object", "Repeat after me", "Capitals", "What comes next", "Docstring", "Prose"),
                List.copyOf(groups.keySet()));
        groups.forEach((label, count) -> assertTrue(count >= 3, label));
        Set<String> titles = new HashSet<>();
        prompts().forEach(prompt -> assertTrue(titles.add(prompt.title()), prompt.title()));
        assertFalse(titles.contains(""));
        assertEquals("Who gets the drink?", prompts().findFirst().orElseThrow().title());
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void theModelDoesWhatThePromptSays(Prompt prompt) throws PromptException {
        assertTrue(prompt.note().matches("[A-Z0-9][^\n]{20,}\\."), prompt.note());
        Run run = run(prompt.text(), prompt);
        if (prompt.answer().isEmpty()) {
            assertTrue(run.loss() < 4, () -> "loss " + run.loss());
            return;
        }
        assertTrue(model.tokenizer().single(prompt.answer()).isPresent());
        assertTrue(model.tokenizer().single(prompt.wrong()).isPresent());
        Run corrupted = run(prompt.corrupted(), prompt);
        assertEquals(run.tokens().size(), corrupted.tokens().size());
        double difference = run.metric().value();
        double otherDifference = corrupted.metric().value();
        assertTrue(difference > 0.3, () -> "difference " + difference);
        assertTrue(otherDifference < difference - 5, () -> "corrupted " + otherDifference);
        assertEquals(
                0,
                run.rank(
                        run.tokens().size() - 1,
                        model.tokenizer().single(prompt.answer()).getAsInt()));
    }

    /** Change of the logit difference when a part is switched off, weights folded. */
    @ParameterizedTest
    @CsvSource({
        "Who gets the drink?,3.3,-7.9",
        "Who gets the drink?,3.5,10.9",
        "The other one gives,3.3,7.0",
        "The other one gives,3.5,-8.8",
        "Who gets the letter?,3.5,-12.5",
        "Who gets the letter?,3.2,-11.9",
        "Who gets the kite?,3.2,-9.8",
        "Who gets the ring?,3.5,-10.4",
        "Who gets the ring?,0.3,-9.6",
        "A close call,3.5,12.9",
        "Repeat after me,0.3,-10.9",
        "A row of names,0.3,-10.3",
        "Words from speeches,2.4,-6.2",
        "Words from speeches,0.3,-3.4",
        "Days,0.6,-4.5",
        "Days and semicolons,0.3,-3.9",
        "A new year,0.7,-2.4",
        "Counting,0.1,-2.5",
        "Later than 1741,0.3,-3.9",
        ":param,0.6,-7.3",
        "Start before end,0.6,-9.8",
        "Which type?,3.7,-5.1",
        "To the Senate,0.3,-6.3",
        "Her bag or his,3.5,-8.6",
        "The capital of Japan,MLP 2,-11.0",
        "Not the one just named,MLP 2,-29.3",
        "In the city of,MLP 0,-13.6",
        "Days,MLP 0,-8.3",
        "Months,MLP 0,-13.8",
        "Which type?,MLP 0,-17.9",
        "United what?,MLP 0,-3.1"
    })
    void partsThatTheNotesNameCountAsTheySay(String title, String part, double change) throws Exception {
        Prompt prompt = titled(title);
        double before = run(prompt.text(), prompt).metric().value();
        double after = run(prompt.text(), prompt, new ZeroAblation(site(part)))
                .metric()
                .value();
        assertEquals(change, after - before, 0.1);
    }

    @ParameterizedTest
    @CsvSource({"The last parameter,3", "United what?,1.3", "Which country?,3"})
    void noSingleHeadCostsMoreThanTheNoteSays(String title, double most) throws Exception {
        Prompt prompt = titled(title);
        double before = run(prompt.text(), prompt).metric().value();
        for (int layer = 0; layer < model.config().nLayers(); layer++) {
            for (int head = 0; head < model.config().nHeads(); head++) {
                var off = new ZeroAblation(Site.head(layer, head));
                double after = run(prompt.text(), prompt, off).metric().value();
                assertTrue(before - after < most, off::describe);
            }
        }
    }

    /** Where more than half of a head's attention goes from the last token. */
    @ParameterizedTest
    @CsvSource({
        "Who gets the drink?,3.3,' Mary',1", "Who gets the drink?,3.5,' John',1", "The other one gives,3.5,' John',1",
        "Who gets the letter?,3.5,' David',1", "Who gets the letter?,3.2,' Lucy',2",
                "Who gets the kite?,3.2,' Peter',2",
        "Who gets the ring?,3.5,' Grace',1", "Who gets the ring?,0.3,' ring',1", "A close call,3.3,' Alice',1",
        "A close call,3.5,' Tom',1", "Repeat after me,3.0,' apple',1", "Repeat after me,3.1,' apple',1",
        "Repeat after me,3.3,' apple',1", "Repeat after me,3.4,' apple',1", "Repeat after me,3.5,' apple',1",
        "Repeat after me,3.6,' apple',1", "Repeat after me,3.7,' apple',1", "A row of names,3.5,' Emma',1",
        "A row of names,0.3,' Grace',2", "Words from speeches,2.4,' war',2", "Words from speeches,0.3,' war',2",
        "The capital of Japan,3.7,' Japan',1", "The capital of Norway,3.5,' Norway',1",
                "In the city of,3.5,' Austria',1",
        "Which country?,3.7,' Ottawa',1", "Days and semicolons,0.3,' Saturday',1",
                "Counting without commas,3.2,' nine',1",
        "Counting without commas,3.5,' eight',1", "Later than 1741,3.5,4,1", "Later than 1741,3.7,4,1",
        ":param,3.5,' size',1", "Start before end,3.5,' start',1", "The last parameter,3.6,' node',1",
        "Which type?,3.7,' text',2", "To the Senate,0.3,' House',1", "The white whale,3.6,' boat',1",
        "Her bag or his,3.5,' Alice',1"
    })
    void headsLookWhereTheNotesSay(String title, String head, String token, int occurrence) throws Exception {
        Prompt prompt = titled(title);
        Run run = run(prompt.text(), prompt);
        Site site = site(head);
        int last = run.tokens().size() - 1;
        float share = run.pattern(site.layer()).get(site.head(), last, position(run.tokens(), token, occurrence));
        assertTrue(share > 0.5, () -> "share " + share);
    }

    @Test
    void repeatedBitsOfWordsAreExpectedAndNewOnesAreNot() throws Exception {
        Prompt prompt = titled("Bits of words");
        Run run = run(prompt.text(), prompt);
        int second = position(run.tokens(), " flower", 2);
        assertAll(() -> assertTrue(run.lossOf(second) > 4), () -> {
            for (int position = 1; position < run.tokens().size(); position++) {
                float loss = run.lossOf(position);
                assertTrue(position > second ? loss < 0.1 : loss > 3.5 && loss < 17.5, "loss " + loss);
            }
        });
    }

    private static Prompt titled(String title) throws ModelException {
        if (PROMPTS.isEmpty()) {
            prompts().close();
        }
        return PROMPTS.get(title);
    }

    private static Site site(String part) {
        if (part.startsWith("MLP ")) {
            return Site.mlp(Integer.parseInt(part.substring(4)));
        }
        String[] numbers = part.split("\\.");
        return Site.head(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }

    /** Position of the n-th token with this text. */
    private static int position(Tokens tokens, String text, int occurrence) {
        int seen = 0;
        for (int position = 0; position < tokens.size(); position++) {
            Token token = tokens.get(position);
            if (token.text().equals(text) && ++seen == occurrence) {
                return position;
            }
        }
        throw new AssertionError(text + " is not there " + occurrence + " times");
    }
}
