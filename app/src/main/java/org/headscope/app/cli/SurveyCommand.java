package org.headscope.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.headscope.app.resources.Resources;
import org.headscope.engine.hook.Site;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.survey.Chunking;
import org.headscope.engine.survey.Corpus;
import org.headscope.engine.survey.Effect;
import org.headscope.engine.survey.HeadSummary;
import org.headscope.engine.survey.HeadSurvey;
import org.headscope.engine.survey.SurveyPlan;
import org.headscope.engine.survey.SurveyStore;
import org.headscope.engine.survey.SurveySubject;
import org.headscope.engine.survey.SurveyTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        description = {
            "Measures what every head does for every token of a corpus: loss with the head replaced minus loss"
                    + " without.",
            "Results are kept in a file, an SQLite database. The same command with the same file goes on where the"
                + " survey was stopped; nothing is measured twice, and what is not said again is taken from the file."
        },
        mixinStandardHelpOptions = true)
final class SurveyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelArgument model;

    @Option(
            names = "--corpus",
            paramLabel = "FILE",
            description =
                    "text, or .jsonl or .csv with a field \"text\"; may be given more than once; default: the bundled"
                            + " one")
    private List<Path> corpus = List.of();

    @Option(names = "--out", required = true, paramLabel = "F.survey", description = "the file that keeps the survey")
    private Path out;

    @Option(names = "--heads", split = ",", paramLabel = "L.H", description = "heads such as 10.7; default: all")
    private List<String> heads = List.of();

    @Option(
            names = "--effects",
            split = ",",
            paramLabel = "WHICH",
            description =
                    "direct (the default); with total or indirect all three, for which the layers above each head run"
                            + " again")
    private List<Effect> effects = List.of();

    @Option(
            names = "--ablation",
            paramLabel = "HOW",
            description =
                    "what a head's output is replaced by: mean, at the same position of other chunks (the default), or"
                            + " zero")
    private SurveyPlan.Ablation ablation;

    @Option(
            names = "--mean-chunks",
            paramLabel = "N",
            description = "over how many chunks means are taken; default: 100")
    private Integer meanChunks;

    @Option(
            names = "--seq-len",
            paramLabel = "N",
            description = "tokens of a chunk, BOS included; default: 256, or what the model can take")
    private Integer length;

    @Option(
            names = "--rest",
            arity = "1",
            paramLabel = "YES",
            description = "whether ends of documents make shorter chunks: true (the default) or false")
    private Boolean rest;

    @Option(names = "--straight-quotes", description = "makes curly quotes straight")
    private Boolean straightQuotes;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description = "stops where this many tokens are measured; default: all of the corpus")
    private long tokens = Long.MAX_VALUE;

    @Option(names = "--raw", description = "takes the weights as they are in the file; default: folded")
    private boolean raw;

    @Override
    public Integer call() throws Exception {
        var files = new Corpus(corpus.isEmpty() ? List.of(Resources.corpus()) : corpus);
        try (Model loaded = model.load(raw ? Processing.RAW : Processing.FOLDED)) {
            SurveySubject subject = subject(loaded, files);
            try (SurveyStore store = SurveyStore.open(out, subject)) {
                var pace = new SurveyPace(
                        spec.commandLine().getErr(),
                        tokens,
                        subject.plan().heads().size());
                new HeadSurvey(loaded, files, store).run(tokens, pace, Progress.NONE);
                Json.print(spec.commandLine().getOut(), summary(subject, store.table(), pace));
            }
        }
        return 0;
    }

    private SurveySubject subject(Model loaded, Corpus files) throws ModelException {
        try {
            SurveyPlan known = known(loaded.config());
            return SurveySubject.of(loaded, files, asked(known));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** What the file is a survey of, or what is usual. */
    private SurveyPlan known(ModelConfig config) throws ModelException {
        if (!Files.isRegularFile(out) || out.toFile().length() == 0) return SurveyPlan.of(config);
        try (SurveyStore store = SurveyStore.read(out)) {
            return store.subject().plan();
        }
    }

    private SurveyPlan asked(SurveyPlan known) {
        Chunking chunking = known.chunking();
        SurveyPlan.Ablation how = ablation == null ? known.ablation() : ablation;
        boolean again = how == known.ablation();
        int usual = again ? known.meanChunks() : SurveyPlan.MEAN_CHUNKS;
        return new SurveyPlan(
                new Chunking(
                        length == null ? chunking.length() : length,
                        chunking.bos(),
                        rest == null ? chunking.rest() : rest,
                        straightQuotes == null ? chunking.straightQuotes() : straightQuotes),
                how,
                meanChunks == null ? usual : meanChunks,
                effects.isEmpty() ? known.total() : !effects.equals(List.of(Effect.DIRECT)),
                heads.isEmpty() ? known.heads() : heads.stream().map(Site::head).toList());
    }

    private Map<String, Object> summary(SurveySubject subject, SurveyTable table, SurveyPace pace)
            throws ModelException {
        var map = new LinkedHashMap<String, Object>();
        map.put("survey", out.toString());
        map.put("model", subject.model());
        map.put("fingerprint", subject.fingerprint());
        map.put("processing", subject.processing());
        map.put("corpus", subject.corpus());
        map.put("plan", subject.plan().describe());
        map.put("chunks", table.chunks());
        map.put("tokens", table.tokens());
        map.put("passed_over", pace.passedOver());
        map.put("mean_loss", table.meanLoss());
        pace.millisPerTokenAndHead().ifPresent(millis -> map.put("ms_per_token_and_head", millis));
        for (Effect effect : subject.plan().effects()) map.put(effect.label(), heads(table.summaries(effect)));
        return map;
    }

    /** The most helpful head first. */
    private static List<Map<String, Object>> heads(List<HeadSummary> summaries) {
        var rows = new ArrayList<>(summaries);
        rows.sort(Comparator.comparingDouble(HeadSummary::mean).reversed());
        return rows.stream().map(SurveyCommand::row).toList();
    }

    private static Map<String, Object> row(HeadSummary of) {
        var row = new LinkedHashMap<String, Object>();
        row.put("head", of.head().label());
        row.put("mean", of.mean());
        row.put("mean_absolute", of.meanAbsolute());
        row.put("top_share", Double.isNaN(of.topShare()) ? null : of.topShare());
        row.put("quantiles", of.quantiles());
        return row;
    }
}
