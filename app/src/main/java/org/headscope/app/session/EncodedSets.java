package org.headscope.app.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.headscope.app.task.Background;
import org.headscope.engine.token.Tokenizer;

/** Prompt sets as tokens. Each is encoded once, off the FX thread, and kept for the next time. */
public final class EncodedSets {
    private static final int MOST = 12;

    /** Which set, and how it is encoded. */
    public record Question(PromptSets library, String group, Tokenizer tokenizer, boolean bos, int nCtx) {
        /** A set as the model that is open reads it, with BOS or without as the experiment has it. */
        public static Question of(PromptSets library, String group, Session session) {
            return new Question(
                    library,
                    group,
                    session.model().tokenizer(),
                    session.experimentProperty().get().prependBos(),
                    session.model().config().nCtx());
        }

        List<List<Integer>> encode() {
            return library.encode(group, tokenizer, bos, nCtx);
        }
    }

    private final Executor worker;
    private final Consumer<Throwable> onFailure;
    private final Map<Question, CompletableFuture<List<List<Integer>>>> sets = new LinkedHashMap<>(16, 0.75f, true);
    private int models;

    /**
     * @param worker where sets are encoded
     * @param onFailure told of what is no fault of the set, on the FX thread
     */
    public EncodedSets(Executor worker, Consumer<Throwable> onFailure) {
        this.worker = worker;
        this.onFailure = onFailure;
    }

    /**
     * Does something with the tokens of each prompt of a set.
     *
     * @return whether it is done already; otherwise it will be, on the FX thread, as soon as the set is encoded, unless
     *     another model comes first
     */
    public boolean with(Question question, Consumer<List<List<Integer>>> action) {
        var set = sets.computeIfAbsent(question, q -> CompletableFuture.supplyAsync(q::encode, worker));
        if (sets.size() > MOST) sets.remove(sets.keySet().iterator().next());
        if (set.state() == Future.State.SUCCESS) {
            action.accept(set.resultNow());
            return true;
        }
        int model = models;
        set.whenComplete((prompts, failure) -> Background.later(() -> {
            if (model != models) return;
            if (failure == null) {
                action.accept(prompts);
            } else {
                sets.remove(question, set);
                onFailure.accept(failure);
            }
        }));
        return false;
    }

    /** Forgets all, and what waits for it, when another model comes: its tokens are others. */
    public void clear() {
        models++;
        sets.clear();
    }
}
