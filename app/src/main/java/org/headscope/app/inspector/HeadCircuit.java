package org.headscope.app.inspector;

import java.util.List;
import org.headscope.engine.analysis.circuit.Circuits;
import org.headscope.engine.analysis.circuit.TokenReading;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;

/**
 * What the weights of a head say about one token, told by its embedding.
 *
 * @param token its id
 * @param writes the logits that attending to it changes
 * @param looks how much it attends to each token, before the softmax
 */
record HeadCircuit(int token, TokenReading writes, TokenReading looks) {
    static HeadCircuit of(Model model, Site head, int token) {
        var circuits = new Circuits(model);
        Factor vector = Factor.of("embed.W_E").rows(List.of(token));
        return new HeadCircuit(
                token,
                TokenReading.of(
                        circuits.ovRows(head.layer(), head.head(), vector).at(0), PlaceFacts.TOKENS, List.of(token)),
                TokenReading.of(
                        circuits.qkRows(head.layer(), head.head(), vector).at(0), PlaceFacts.TOKENS, List.of(token)));
    }
}
