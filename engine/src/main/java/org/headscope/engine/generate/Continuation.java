package org.headscope.engine.generate;

import java.util.Arrays;
import java.util.List;
import org.headscope.engine.tensor.Tensor;

/** A prompt as far as it is continued. */
final class Continuation {
    private final int row;
    private final GenerateRequest request;
    private final List<Integer> eosIds;
    private final int nCtx;
    private final Sampler sampler;
    private int[] sequence;
    private Generation.End end;

    Continuation(int row, GenerateRequest request, List<Integer> eosIds, int nCtx) {
        this.row = row;
        this.request = request;
        this.eosIds = eosIds;
        this.nCtx = nCtx;
        this.sampler = new Sampler(request.sampling());
        this.sequence = request.prompt();
        if (request.maxNewTokens() == 0) end = Generation.End.LENGTH;
    }

    boolean goesOn() {
        return end == null;
    }

    GenerateRequest request() {
        return request;
    }

    /** The prompt and the tokens added, which must not be changed. */
    int[] sequence() {
        return sequence;
    }

    int added() {
        return sequence.length - request.prompt().length;
    }

    /** Adds a token. */
    Step add(Tensor logits) {
        int index = added();
        int token = sampler.next(logits.toArray(), sequence);
        sequence = Arrays.copyOf(sequence, sequence.length + 1);
        sequence[sequence.length - 1] = token;
        boolean finished = request.stopAtEos() && eosIds.contains(token);
        if (finished) end = Generation.End.END_OF_TEXT;
        else if (added() == request.maxNewTokens()) end = Generation.End.LENGTH;
        else if (sequence.length >= nCtx) end = Generation.End.CONTEXT_FULL;
        return new Step(row, index, token, logits);
    }

    Generation generation() {
        return new Generation(
                request.prompt(), Arrays.copyOfRange(sequence, request.prompt().length, sequence.length), end);
    }
}
