package org.headscope.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.headscope.engine.bench.Bench;
import org.headscope.engine.bench.Measurement;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.model.RandomModel;
import org.headscope.engine.run.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        description = {
            "Measures how fast this machine computes.",
            "With the bundled model and a random one in the shape of GPT-2 small, or with MODEL. Each time also as a"
                    + " ratio to the bare matrix products of the same pass, timed in turn with it."
        },
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private static final String RANDOM = "random";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", arity = "0..1", description = "a bundled model's name, a folder, or random")
    private String model;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "15",
            description = "how often each is measured; the median counts; default: ${DEFAULT-VALUE}")
    private int repeats;

    @Option(names = "--table", description = "prints a table in place of JSON")
    private boolean table;

    /** @param peakBytes of loading and one pass, in which no garbage has piled up yet; 0 where the system does not tell */
    private record Results(
            String model, double loadMillis, long weightBytes, long peakBytes, long endBytes, List<Measurement> list) {
        double peakOverWeights() {
            return (double) peakBytes / weightBytes;
        }
    }

    private interface Loading {
        Model load() throws Exception;
    }

    @Override
    public Integer call() throws Exception {
        if (repeats < 1) throw wrongUse();
        var results = new ArrayList<Results>();
        if (model == null || !model.equals(RANDOM)) {
            Path folder = model == null ? ModelArgument.bundledModel() : ModelArgument.folder(model);
            results.add(measure(() -> Model.load(folder, Processing.RAW)));
        }
        if (model == null || model.equals(RANDOM)) results.add(measure(RandomModel::gpt2Small));
        if (table) {
            results.forEach(this::printTable);
        } else {
            Json.print(spec.commandLine().getOut(), json(results));
        }
        return 0;
    }

    private ParameterException wrongUse() {
        return new ParameterException(spec.commandLine(), "--repeats must be at least 1.");
    }

    private Results measure(Loading loading) throws Exception {
        ProcessMemory.resetPeak();
        long start = System.nanoTime();
        try (Model loaded = loading.load()) {
            double millis = (System.nanoTime() - start) / 1e6;
            Bench.passOnce(loaded);
            long peak = ProcessMemory.peak();
            List<Measurement> list = Bench.run(loaded, repeats, Progress.NONE);
            return new Results(loaded.name(), millis, loaded.weightBytes(), peak, ProcessMemory.peak(), list);
        }
    }

    private static Map<String, Object> json(List<Results> results) {
        var map = new LinkedHashMap<String, Object>();
        map.put("processors", Runtime.getRuntime().availableProcessors());
        map.put("models", results.stream().map(BenchCommand::json).toList());
        return map;
    }

    private static Map<String, Object> json(Results results) {
        var map = new LinkedHashMap<String, Object>();
        map.put("model", results.model);
        map.put("load_ms", rounded(results.loadMillis));
        map.put("weight_bytes", results.weightBytes);
        if (results.peakBytes > 0) {
            map.put("peak_resident_bytes", results.peakBytes);
            map.put("peak_resident_over_weights", rounded(results.peakOverWeights()));
            map.put("peak_resident_bytes_at_end", results.endBytes);
        }
        map.put("measurements", results.list.stream().map(BenchCommand::json).toList());
        return map;
    }

    private static Map<String, Object> json(Measurement measurement) {
        var map = new LinkedHashMap<String, Object>();
        map.put("what", measurement.what());
        map.put("ms", rounded(measurement.millis()));
        map.put("bare_products_ms", rounded(measurement.bareMillis()));
        map.put("ratio", rounded(measurement.ratio()));
        measurement.naive().ifPresent(naive -> {
            map.put("naive_ms", rounded(naive.millis()));
            map.put("naive_passes", naive.passes());
            map.put("naive_passes_measured", naive.measured());
        });
        return map;
    }

    private void printTable(Results results) {
        var out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%s: loaded in %.0f ms; weights %.0f MB, peak resident %.0f MB (%.2f x weights), at the end %.0f MB%n",
                results.model,
                results.loadMillis,
                results.weightBytes / 1e6,
                results.peakBytes / 1e6,
                results.peakOverWeights(),
                results.endBytes / 1e6);
        out.printf("  %-72s %10s %10s %7s %12s%n", "", "ms", "bare ms", "ratio", "naive ms");
        for (Measurement one : results.list) {
            out.printf(
                    Locale.ROOT,
                    "  %-72s %10.2f %10.2f %7.2f%s%n",
                    one.what(),
                    one.millis(),
                    one.bareMillis(),
                    one.ratio(),
                    one.naive()
                            .map(naive -> String.format(
                                    Locale.ROOT,
                                    " %12.2f (%d of %d passes measured)",
                                    naive.millis(),
                                    naive.measured(),
                                    naive.passes()))
                            .orElse(""));
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
