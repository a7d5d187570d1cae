package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.PaddingMask.Side;

/**
 * An experiment as a file holds it: what is asked of which model, and nothing that was computed.
 *
 * @param version of the format
 * @param title for people; may be empty
 * @param model name of a bundled model, or a folder, relative to the file
 * @param fingerprint of the weights that the experiment was made with, or null
 * @param prependBos whether BOS is put in front of prompts that are texts
 * @param padding where prompts shorter than the longest are filled up, or null where all have as many tokens
 * @param prompts the clean prompts
 * @param corrupted one for each prompt, of as many tokens; or none
 * @param answers one for each prompt, or one for all, or none
 * @param metric what is measured, or null for what the answers allow
 * @param interventions what is changed in the run that is studied, in this order
 */
public record Plan(
        int version,
        String title,
        String model,
        String fingerprint,
        Processing processing,
        boolean prependBos,
        Side padding,
        List<Asked> prompts,
        List<Asked> corrupted,
        List<AnswerPair> answers,
        Measured metric,
        List<Edit> interventions,
        Analysis analysis) {
    /** The version of the format that is written, and the only one that is read. */
    public static final int VERSION = 1;

    private static final int MOST_PROMPTS = 10_000;

    static final Form<Plan> FORM = Form.of(
            Plan.class,
            "experiment",
            "An experiment of Headscope.",
            Field.required("headscope_experiment", Kinds.whole(VERSION, VERSION), "version of this format"),
            Field.optional("title", Kinds.text(0, 1000), "", "what it is about, for people"),
            Field.required("model", Kinds.text(1, 4096), "name of a bundled model, or a folder, relative to this file"),
            Field.optional(
                    "fingerprint", Kinds.text(1, 100), null, "of the weights; a difference is told, not refused"),
            Field.optional("processing", new ProcessingKind(), Processing.FOLDED, "what is done with the weights"),
            Field.optional("prepend_bos", Kinds.flag(), true, "whether BOS is put in front of prompts that are texts"),
            Field.optional(
                    "padding",
                    Kinds.choice(Side.class),
                    null,
                    "where prompts shorter than the longest are filled up; missing where all have as many tokens"),
            Field.optional(
                    "prompts",
                    Kinds.list(Asked.KIND, 1, MOST_PROMPTS),
                    List.of(),
                    "the prompts, each a text or token ids; of as many tokens unless there is \"padding\""),
            Field.optional(
                    "corrupted",
                    Kinds.list(Asked.KIND, 1, MOST_PROMPTS),
                    List.of(),
                    "the corrupted prompts, one for each prompt and of as many tokens"),
            Field.optional(
                    "answers",
                    Kinds.list(AnswerPair.FORM, 1, MOST_PROMPTS),
                    List.of(),
                    "the answers, one for each prompt or one for all"),
            Field.optional(
                    "metric",
                    Measured.KIND,
                    null,
                    "what is measured; missing for the logit difference, the log-probability or the loss, whichever the"
                            + " answers allow"),
            Field.optional(
                    "interventions",
                    Kinds.list(Edit.KIND, 1, 10_000),
                    List.of(),
                    "what is changed in the run that is studied, in this order"),
            Field.required("analysis", Analysis.KIND, "what is computed"));

    public Plan {
        prompts = List.copyOf(prompts);
        corrupted = List.copyOf(corrupted);
        answers = List.copyOf(answers);
        interventions = List.copyOf(interventions);
        if (!corrupted.isEmpty() && corrupted.size() != prompts.size()) {
            throw new IllegalArgumentException("There must be a corrupted prompt for each prompt, but there are "
                    + corrupted.size() + " for " + prompts.size() + ".");
        }
        if (answers.size() > 1 && answers.size() != prompts.size()) {
            throw new IllegalArgumentException("There must be an answer for each prompt, or one for all, but there are "
                    + answers.size() + " for " + prompts.size() + ".");
        }
    }

    /** What is measured. */
    public Measured measured() {
        return metric == null ? Measured.of(answers) : metric;
    }
}
