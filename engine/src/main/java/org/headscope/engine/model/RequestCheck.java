package org.headscope.engine.model;

import java.util.Arrays;
import java.util.stream.Stream;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.token.PromptException;

/** Refuses requests that a model cannot run. */
record RequestCheck(ModelConfig config) {
    /** Checks a request and returns the layer in front of which it stops, counted from 0. */
    int check(RunRequest request) throws PromptException {
        checkTokens(request.tokens());
        checkPadding(request);
        checkKept(request);
        checkOptional(request.optional());
        request.interventions().forEach(change -> checkSite(change, request.optional()));
        int stop = stopLayer(request.stopLayer());
        int start = request.startLayer();
        if (start < 0 || start > stop) {
            throw new IllegalArgumentException("A pass cannot start at layer " + start + " and stop at layer " + stop
                    + "; the model has " + config.nLayers() + " layers.");
        }
        if ((start > 0) != (request.residual() != null)) {
            throw new IllegalArgumentException(
                    "A pass that starts above layer 0 needs the residual stream it starts with, and only such a pass.");
        }
        if (request.residual() != null) checkResidual(request);
        return stop;
    }

    private static void checkPadding(RunRequest request) throws PromptException {
        if (request.padding() == null) return;
        for (int row = 0; row < request.tokens().length; row++) {
            if (request.padding().tokens(row) == 0) {
                throw new PromptException("Prompt " + (row + 1) + " of the batch has no tokens, only padding.");
            }
        }
        boolean perPosition = request.interventions().stream()
                .anyMatch(change ->
                        change instanceof MeanAblation(Site _, MeanSource.PromptSet set) && set.perPosition());
        if (perPosition) {
            throw new IllegalArgumentException(
                    "A mean for each position needs prompts of one length, but this batch is padded: run them one by"
                            + " one.");
        }
    }

    private static void checkKept(RunRequest request) {
        int length = request.tokens()[0].length;
        try {
            request.keepAt().in(length);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "Values are to be kept at positions that the prompt of " + length + " tokens does not have.", e);
        }
    }

    private void checkOptional(OptionalHooks optional) {
        if (optional.attnIn() && !optional.ungroup() && config.attention().grouped()) {
            throw new IllegalArgumentException(
                    "In this model " + config.attention().groupSize()
                            + " query heads share one head of keys and values, so attention has no one input for each"
                            + " head: use hook_q_input, hook_k_input and hook_v_input in place of hook_attn_in.");
        }
    }

    private int stopLayer(int stop) {
        if (stop == RunRequest.TO_THE_END) return config.nLayers();
        int counted = stop < 0 ? config.nLayers() + stop : stop;
        if (counted < 0 || counted > config.nLayers()) {
            throw new IllegalArgumentException(
                    "There is no layer " + stop + " to stop at; the model has " + config.nLayers() + " layers.");
        }
        return counted;
    }

    private void checkResidual(RunRequest request) {
        int[] expected = {request.tokens().length, request.tokens()[0].length, config.dModel()};
        if (!Arrays.equals(request.residual().shape(), expected)) {
            throw new IllegalArgumentException("The residual stream to start with is " + request.residual()
                    + " but should have the shape " + Arrays.toString(expected) + ".");
        }
    }

    private void checkTokens(int[][] tokens) throws PromptException {
        if (tokens.length == 0 || tokens[0].length == 0) {
            throw new PromptException("The prompt has no tokens: type something, or switch BOS on.");
        }
        for (int[] row : tokens) {
            if (row.length != tokens[0].length) {
                throw new PromptException("The prompts of a batch must have equally many tokens, but one has "
                        + tokens[0].length + " and another " + row.length + ".");
            }
            for (int id : row) {
                if (id < 0 || id >= config.dVocab()) {
                    throw new PromptException(
                            "Token id " + id + " is not in the vocabulary: this model takes ids from 0" + " to "
                                    + (config.dVocab() - 1) + ".");
                }
            }
        }
        int length = tokens[0].length;
        if (length > config.nCtx()) {
            throw new PromptException("The prompt has " + length + " tokens, but this model reads at most "
                    + config.nCtx() + ": shorten it by " + (length - config.nCtx()) + ".");
        }
    }

    private void checkSite(Intervention change, OptionalHooks optional) {
        Site site = change.site();
        if (!config.has(site)) {
            throw new IllegalArgumentException("There is no " + site.label() + " in this model, which has "
                    + config.nLayers() + " layers of " + config.nHeads() + " heads.");
        }
        boolean fires = Stream.of(Part.values()).anyMatch(site::is)
                || HookCatalogue.of(config, optional).contains(site.hookName());
        if (!fires) {
            throw new IllegalArgumentException("The intervention on " + site.hookName()
                    + " would change nothing: this hook point is optional, and the request does not ask for it.");
        }
        if (change instanceof MeanAblation && HookName.isAttention(site.hookName())) {
            throw new IllegalArgumentException("There is no mean of " + site.label() + ", which depends on positions.");
        }
    }
}
