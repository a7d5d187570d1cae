package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.headscope.engine.analysis.residual.SelfRepair;
import org.headscope.engine.analysis.residual.SelfRepair.Move;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.tensor.Tensor;

/** What self-repair is in each prompt, and the mean over prompts. */
final class RepairTable {
    private static final String REST = "rest";
    private static final String CONSTANT = "constant";

    private final List<SelfRepair> repairs = new ArrayList<>();
    private final SequencedMap<String, Move> parts = new LinkedHashMap<>();
    private final List<Map<String, Move>> moves = new ArrayList<>();

    void add(SelfRepair repair) {
        repairs.add(repair);
        Map<String, Move> ofPrompt = new LinkedHashMap<>();
        for (Move move : repair.moves()) ofPrompt.put(label(move), move);
        moves.add(ofPrompt);
        ofPrompt.forEach(parts::putIfAbsent);
    }

    private static String label(Move move) {
        return switch (move.kind()) {
            case BIAS -> "biases of attention";
            case REST -> REST;
            case CONSTANT -> CONSTANT;
            default -> move.site().label();
        };
    }

    /** All parts, and a rest, which is there in every result so that all have one shape. */
    private List<String> labels() {
        var labels = new ArrayList<>(parts.keySet());
        labels.removeAll(List.of(REST, CONSTANT));
        labels.addAll(List.of(REST, CONSTANT));
        return labels;
    }

    void addTo(Results results, Axis prompts) {
        List<String> labels = labels();
        var before = new float[labels.size() * prompts.size()];
        var after = new float[before.length];
        var rows = new ArrayList<List<Object>>();
        for (int part = 0; part < labels.size(); part++) {
            double was = 0;
            double is = 0;
            for (int prompt = 0; prompt < prompts.size(); prompt++) {
                Move move = moves.get(prompt).get(labels.get(part));
                if (move == null) continue;
                before[part * prompts.size() + prompt] = (float) move.before();
                after[part * prompts.size() + prompt] = (float) move.after();
                was += move.before() / prompts.size();
                is += move.after() / prompts.size();
            }
            rows.add(List.of(labels.get(part), isReplaced(labels.get(part)), was, is, is - was));
        }
        summary(results, prompts);
        Axis axis = new Axis("part", labels);
        results.grid(
                "before",
                "what each part gives to the answer without the interventions, in logits",
                Tensor.of(before, labels.size(), prompts.size()),
                axis,
                prompts);
        results.grid(
                "after",
                "what it gives with them, in logits at the scale that the final norm has without them",
                Tensor.of(after, labels.size(), prompts.size()),
                axis,
                prompts);
        rows.sort(Comparator.comparingDouble((List<Object> row) -> -Math.abs((double) row.getLast())));
        results.table(
                "moves",
                "the parts by how much their contribution changed, mean over prompts, in logits; those that were"
                        + " replaced made the direct change, the others answered to it",
                List.of("part", "replaced", "before", "after", "change"),
                rows);
    }

    private String isReplaced(String label) {
        Move move = parts.get(label);
        return move != null && move.replaced() ? "yes" : "no";
    }

    private void summary(Results results, Axis prompts) {
        List<String> names = List.of("clean", "direct", "expected", "changed", "repair", "norm");
        List<String> about = List.of(
                "the answer's logit, minus that of the wrong answer where there is one, without the interventions",
                "what the replaced parts do not give to it any more",
                "what it would be if nothing else had moved: clean - direct",
                "what it is with the interventions",
                "what the other parts and the final norm gave back: changed - expected",
                "how much of that is the changed scale of the final norm");
        var byPrompt = new float[prompts.size() * names.size()];
        var means = new double[names.size()];
        for (int prompt = 0; prompt < prompts.size(); prompt++) {
            double[] numbers = numbers(repairs.get(prompt));
            for (int i = 0; i < numbers.length; i++) {
                byPrompt[prompt * numbers.length + i] = (float) numbers[i];
                means[i] += numbers[i] / prompts.size();
            }
        }
        for (int i = 0; i < means.length; i++) {
            results.number(names.get(i), means[i], about.get(i) + "; mean over prompts, in logits");
        }
        results.number(
                "fraction",
                means[4] / means[1],
                "repair / direct: 1 if all of the direct change was made up for, below 0 if it grew");
        results.grid(
                "by_prompt",
                "the same of each prompt, in logits",
                Tensor.of(byPrompt, prompts.size(), names.size()),
                prompts,
                new Axis("number", names));
    }

    private static double[] numbers(SelfRepair of) {
        return new double[] {of.clean(), of.direct(), of.expected(), of.changed(), of.repair(), of.norm()};
    }
}
