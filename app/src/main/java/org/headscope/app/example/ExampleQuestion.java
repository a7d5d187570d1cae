package org.headscope.app.example;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headscope.app.session.TokenText;
import org.headscope.engine.hook.Site;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.survey.Effect;
import org.headscope.engine.survey.SurveyTable;
import org.headscope.engine.survey.TokenEffect;
import org.headscope.engine.survey.TokenQuery;
import org.headscope.engine.survey.TokenQuery.Order;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokens;

/**
 * What is asked of a survey.
 *
 * @param search only tokens of this text; empty for all
 */
record ExampleQuestion(OpenSurvey survey, Site head, Effect effect, Order order, String search) {
    static final int MOST = 300;

    /** How many tokens in front of one are shown beside it. */
    private static final int BEFORE = 14;

    Page page() throws ModelException, PromptException {
        SurveyTable table = survey.store().table();
        TokenQuery query = TokenQuery.of(head, effect, order, MOST);
        if (!search.isEmpty()) query = query.of(search);
        Map<Integer, List<String>> texts = new HashMap<>();
        var rows = new ArrayList<ExampleRow>();
        for (TokenEffect at : table.tokens(query)) {
            if (!texts.containsKey(at.chunk())) texts.put(at.chunk(), TokenText.labels(text(at.chunk())));
            List<String> labels = texts.get(at.chunk());
            int from = Math.max(0, at.position() - BEFORE);
            String before = String.join("", labels.subList(from, at.position()));
            rows.add(new ExampleRow(at, before, labels.get(at.position()), of(at)));
        }
        return new Page(this, table.summary(head, effect), rows, table.chunks(), table.meanLoss());
    }

    Passage passage(int chunk) throws ModelException, PromptException {
        List<Passage.Prediction> predictions = survey.store().table().chunk(head, chunk).stream()
                .map(at -> new Passage.Prediction(at.loss(), of(at)))
                .toList();
        return Passage.of(chunk, text(chunk), predictions);
    }

    private Tokens text(int chunk) throws ModelException, PromptException {
        int[] ids = survey.store().table().ids(chunk).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        return survey.model().tokenizer().ofIds(ids);
    }

    private double of(TokenEffect at) {
        return switch (effect) {
            case DIRECT -> at.direct();
            case TOTAL -> at.total();
            case INDIRECT -> at.indirect();
        };
    }
}
