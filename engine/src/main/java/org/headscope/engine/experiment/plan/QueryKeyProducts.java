package org.headscope.engine.experiment.plan;

import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.attention.QueryKeyDimensions;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** What each dimension of a head contributes to the scores of a query. */
public record QueryKeyProducts(int layer, int head, int query) implements Analysis {
    static final Form<QueryKeyProducts> FORM = Form.of(
            QueryKeyProducts.class,
            "query_key_dimensions",
            "what each dimension of a head contributes to the scores of a query of the first prompt",
            Fields.layer(),
            Fields.head(),
            Field.optional(
                    "query",
                    Kinds.whole(-Fields.MANY, Fields.MANY),
                    -1,
                    "position of the query; negative from the end"));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        setup.checkHead(layer, head);
        var dimensions = new QueryKeyDimensions(layer, head);
        var request =
                setup.changed(Prompts.CLEAN).keep(dimensions.hooks(setup.model().config()));
        var cache = ActivationCache.run(setup.model(), request, progress).prompt(0);
        int at = setup.counted(0, query);
        Tensor products = dimensions.of(cache, 0, at);
        List<String> keys =
                IntStream.rangeClosed(0, at).mapToObj(setup::positionLabel).toList();
        results.grid(
                "query_key_dimensions",
                "q times k over attn_scale; the sum over dimensions is the score before soft cap, ALiBi and mask",
                products,
                new Axis("key", keys),
                Axis.counted("d", products.size(1)));
    }
}
