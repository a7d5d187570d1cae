package org.headscope.engine.experiment.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.analysis.residual.AnswerTokens;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.PaddingMask.Side;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Token;
import org.headscope.engine.token.Tokens;

/**
 * An experiment together with its model: prompts and answers as the model's tokens.
 *
 * @param folder where the files that it names lie
 * @param clean the tokens of its prompts
 * @param corrupted the tokens of its corrupted prompts
 */
public record Setup(
        Plan plan,
        Model model,
        Path folder,
        List<Tokens> clean,
        List<Tokens> corrupted,
        List<Integer> rights,
        List<Integer> wrongs) {

    /**
     * Tokenizes prompts and answers; the weights of the model need not be loaded for that.
     *
     * @throws PromptException with one sentence if they do not fit the model or each other
     */
    public static Setup of(Plan plan, Model model, Path folder) throws PromptException {
        List<Tokens> clean = tokens(model, plan, plan.prompts(), "prompts");
        List<Tokens> corrupted = tokens(model, plan, plan.corrupted(), "corrupted");
        for (int i = 0; i < corrupted.size(); i++) {
            if (corrupted.get(i).size() == clean.get(i).size()) continue;
            throw new PromptException("corrupted[" + i + "]: this prompt has "
                    + corrupted.get(i).size() + " tokens, but prompts[" + i + "] has "
                    + clean.get(i).size() + ": only prompts of as many tokens can be compared.");
        }
        var rights = new ArrayList<Integer>();
        var wrongs = new ArrayList<Integer>();
        for (AnswerPair pair : plan.answers()) {
            rights.add(pair.right().id(model.tokenizer()));
            if (pair.wrong() != null) wrongs.add(pair.wrong().id(model.tokenizer()));
        }
        boolean shared = rights.size() == 1 && clean.size() > 1;
        return new Setup(
                plan,
                model,
                folder,
                clean,
                corrupted,
                shared ? Collections.nCopies(clean.size(), rights.getFirst()) : rights,
                shared && !wrongs.isEmpty() ? Collections.nCopies(clean.size(), wrongs.getFirst()) : wrongs);
    }

    private static List<Tokens> tokens(Model model, Plan plan, List<Asked> prompts, String field)
            throws PromptException {
        var tokens = new ArrayList<Tokens>();
        for (int i = 0; i < prompts.size(); i++) {
            Tokens of = prompts.get(i).tokens(model.tokenizer(), plan.prependBos());
            tokens.add(of);
            if (plan.padding() == null && of.size() != tokens.getFirst().size()) {
                throw new PromptException(field + "[" + i + "]: this prompt has " + of.size()
                        + " tokens, but the first one has " + tokens.getFirst().size()
                        + ": prompts must have equally many, or the experiment the field \"padding\".");
            }
        }
        return List.copyOf(tokens);
    }

    /** Token ids of other prompts. */
    List<List<Integer>> ids(List<Asked> prompts) throws PromptException {
        var ids = new ArrayList<List<Integer>>();
        for (Asked prompt : prompts) {
            ids.add(prompt.tokens(model.tokenizer(), plan.prependBos()).list().stream()
                    .map(Token::id)
                    .toList());
        }
        return ids;
    }

    /** How many places each row of the batch has: the tokens of the longest prompt. */
    public int length() {
        return clean.stream().mapToInt(Tokens::size).max().orElse(0);
    }

    /** Whether some prompts are shorter than others, so that rows of the batch are filled up. */
    public boolean isPadded() {
        return clean.stream().mapToInt(Tokens::size).distinct().count() > 1;
    }

    /** The number of tokens that every prompt has. */
    int evenLength() throws PromptException {
        if (isPadded()) throw new PromptException("This analysis takes prompts of as many tokens each.");
        return length();
    }

    /** Token ids, [prompt][pos], without padding. */
    public int[][] tokens(Prompts which) throws PromptException {
        List<Tokens> chosen = which == Prompts.CLEAN ? clean : corrupted;
        if (chosen.isEmpty()) {
            throw new PromptException("This analysis needs the field \""
                    + (which == Prompts.CLEAN ? "prompts" : "corrupted") + "\" of the experiment.");
        }
        return chosen.stream().map(Tokens::ids).toArray(int[][]::new);
    }

    /** A run over prompts, without interventions. */
    public RunRequest request(Prompts which) throws PromptException {
        int[][] tokens = tokens(which);
        return isPadded() ? RunRequest.padded(plan.padding(), 0, List.of(tokens)) : RunRequest.of(tokens);
    }

    /**
     * A run over prompts for analyses that take no interventions.
     *
     * @throws PromptException if the experiment has some
     */
    public RunRequest unchanged(Prompts which) throws PromptException {
        requireUnchanged();
        return request(which);
    }

    /** @throws PromptException if the experiment has interventions */
    void requireUnchanged() throws PromptException {
        if (plan.interventions().isEmpty()) return;
        throw new PromptException(
                "This analysis is of runs without changes of their own: leave out the field \"interventions\".");
    }

    /** A run over prompts, with the interventions of the experiment. */
    public RunRequest changed(Prompts which) throws PromptException {
        RunRequest request = request(which).optional(optional(List.of()));
        for (Edit edit : plan.interventions()) request = edit.applied(request, this);
        return request;
    }

    /** The optional hook points that interventions or other names ask for. */
    OptionalHooks optional(List<String> names) {
        var all = new ArrayList<>(names);
        plan.interventions().forEach(edit -> all.add(edit.site().hookName()));
        return OptionalHooks.askedFor(all, model::hookNames);
    }

    /** The right answer of each prompt. */
    public List<Integer> right() throws PromptException {
        return needed(rights, "right");
    }

    /** The wrong answer of each prompt. */
    public List<Integer> wrong() throws PromptException {
        return needed(wrongs, "wrong");
    }

    private List<Integer> needed(List<Integer> answers, String which) throws PromptException {
        if (answers.size() == clean.size() && !answers.isEmpty()) return answers;
        throw new PromptException("What is measured needs the field \"" + which
                + "\" in \"answers\", once for all prompts or for each of them.");
    }

    /** The answer of a prompt as logits are attributed to it: the right one, against the wrong one where there is one. */
    AnswerTokens answer(int prompt) throws PromptException {
        AnswerTokens right = AnswerTokens.of(right().get(prompt));
        return wrongs.isEmpty() ? right : right.against(AnswerTokens.of(wrong().get(prompt)));
    }

    public LogitMetric metric() throws PromptException {
        return plan.measured().metric(this);
    }

    /** Positions in one of the prompts, counted from 0; all of it where none are given. */
    public List<Integer> counted(int prompt, List<Integer> positions) throws PromptException {
        if (positions.isEmpty())
            return IntStream.range(0, clean.get(prompt).size()).boxed().toList();
        var counted = new ArrayList<Integer>();
        for (int position : positions) counted.add(counted(prompt, position));
        return counted;
    }

    /**
     * Refuses to lay all positions of prompts side by side that have different ones.
     *
     * @param positions those asked for; none for all
     */
    public void checkCommon(List<Integer> positions) throws PromptException {
        if (isPadded() && positions.isEmpty()) {
            throw new PromptException("Prompts of different lengths have no positions in common: choose some in"
                    + " \"positions\", negative from the end.");
        }
    }

    /** The place in its row of the batch where a position of a prompt is, counted from 0. */
    public int place(int prompt, int position) {
        boolean left = plan.padding() == Side.LEFT;
        return position + (left ? length() - clean.get(prompt).size() : 0);
    }

    /** What positions are called in results: number and token, or the number where there are several prompts. */
    public List<String> positionLabels() {
        return IntStream.range(0, length()).mapToObj(this::positionLabel).toList();
    }

    /** What a position is called in results. */
    public String positionLabel(int position) {
        return clean.size() == 1
                ? position + " " + clean.getFirst().get(position).label()
                : String.valueOf(position);
    }

    /** A position counted from 0; negative ones count from the end. */
    public int counted(int position) throws PromptException {
        return within(position, evenLength());
    }

    /** A position in one of the prompts, counted from 0; negative ones count from its end. */
    public int counted(int prompt, int position) throws PromptException {
        return within(position, clean.get(prompt).size());
    }

    /** A position in a prompt of a length, counted from 0; negative ones count from the end. */
    static int within(int position, int length) throws PromptException {
        int at = position < 0 ? length + position : position;
        if (at >= 0 && at < length) return at;
        throw new PromptException("There is no position " + position + " in a prompt of " + length + " tokens.");
    }

    /** Positions counted from 0; all where none are given. */
    public List<Integer> counted(List<Integer> positions) throws PromptException {
        if (positions.isEmpty()) return IntStream.range(0, evenLength()).boxed().toList();
        var counted = new ArrayList<Integer>();
        for (int position : positions) counted.add(counted(position));
        return counted;
    }

    public void checkLayer(int layer) throws PromptException {
        int layers = model.config().nLayers();
        if (layer >= layers) {
            throw new PromptException("There is no layer " + layer + " in this model, which has " + layers + ".");
        }
    }

    public void checkHead(int layer, int head) throws PromptException {
        checkLayer(layer);
        int heads = model.config().nHeads();
        if (head >= heads) {
            throw new PromptException("There is no head " + head + " in this model, whose layers have " + heads + ".");
        }
    }
}
