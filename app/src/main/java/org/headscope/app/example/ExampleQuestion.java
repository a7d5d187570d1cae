package org.headscope.app.example;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headscope.app.pane.LossToken;
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;
import org.headscope.engine.hook.Site;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.survey.Effect;
import org.headscope.engine.survey.SurveyTable;
import org.headscope.engine.survey.TokenEffect;
import org.headscope.engine.survey.TokenQuery;
import org.headscope.engine.survey.TokenQuery.Order;

/**
 * What is asked of a survey.
 *
 * @param search only tokens of this text; empty for all
 */
record ExampleQuestion(OpenSurvey survey, Site head, Effect effect, Order order, String search) {
    static final int MOST = 300;

    /** How many tokens in front of one are shown beside it. */
    private static final int BEFORE = 14;

    Page page() throws ModelException {
        SurveyTable table = survey.store().table();
        TokenQuery query = TokenQuery.of(head, effect, order, MOST);
        if (!search.isEmpty()) query = query.of(search);
        Map<Integer, List<String>> texts = new HashMap<>();
        var rows = new ArrayList<ExampleRow>();
        for (TokenEffect at : table.tokens(query)) {
            if (!texts.containsKey(at.chunk())) texts.put(at.chunk(), labels(table, at.chunk()));
            List<String> labels = texts.get(at.chunk());
            int from = Math.max(0, at.position() - BEFORE);
            String before = String.join("", labels.subList(from, at.position()));
            rows.add(new ExampleRow(at, before, labels.get(at.position()), of(at)));
        }
        return new Page(
                table.summary(head, effect),
                rows,
                table.chunks(),
                table.meanLoss(),
                survey.store().means(survey.model().config()));
    }

    Passage passage(int chunk) throws ModelException {
        SurveyTable table = survey.store().table();
        List<String> labels = labels(table, chunk);
        var tokens = new ArrayList<LossToken>();
        List<TokenEffect> effects = table.chunk(head, chunk);
        for (int position = 0; position < labels.size(); position++) {
            boolean last = position == effects.size();
            String words = last
                    ? Text.of("example.token.last", labels.get(position))
                    : Text.of(
                            "example.token",
                            labels.get(position),
                            labels.get(position + 1),
                            MetricText.value(effects.get(position).loss()),
                            MetricText.change(of(effects.get(position))));
            tokens.add(new LossToken(
                    position, labels.get(position), words, last ? Double.NaN : of(effects.get(position))));
        }
        return new Passage(chunk, table.ids(chunk), tokens);
    }

    private double of(TokenEffect at) {
        return switch (effect) {
            case DIRECT -> at.direct();
            case TOTAL -> at.total();
            case INDIRECT -> at.indirect();
        };
    }

    private List<String> labels(SurveyTable table, int chunk) throws ModelException {
        var bos = survey.model().tokenizer().bosId();
        List<Integer> ids = table.ids(chunk);
        var labels = new ArrayList<String>();
        for (int position = 0; position < ids.size(); position++) {
            boolean first = position == 0 && bos.isPresent() && bos.getAsInt() == ids.get(0);
            String label = survey.model().tokenizer().token(ids.get(position)).label();
            labels.add(first ? Text.of("run.bos") : label);
        }
        return labels;
    }
}
