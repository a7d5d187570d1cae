package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kind;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.form.Variants;
import org.headscope.engine.hook.Direction;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokens;

/** A direction as an experiment gives it: its numbers, or what they are worked out from. */
public sealed interface AskedDirection {
    Kind<AskedDirection> KIND = Kinds.listOr(
            Kinds.mapped(Fields.VECTOR, Numbers::new, Numbers::values),
            Numbers.class,
            Variants.of(OfToken.FORM, OfTokens.FORM, OfHead.FORM),
            "a list of numbers or an object with the field \"kind\"");

    /** The direction as an intervention takes it. */
    Direction direction(Setup setup) throws PromptException;

    private static Direction of(Word token, Setup setup) throws PromptException {
        int id = token.id(setup.model().tokenizer());
        return new Direction.Unembedding(id, setup.model().tokenizer().text(id));
    }

    /** Given numbers. */
    record Numbers(List<Float> values) implements AskedDirection {
        public Numbers {
            values = List.copyOf(values);
        }

        @Override
        public Direction direction(Setup setup) {
            return new Direction.Vector(values, "a direction");
        }
    }

    /** What makes a token likely. */
    record OfToken(Word token) implements AskedDirection {
        static final Form<OfToken> FORM = Form.of(
                OfToken.class,
                "token",
                "what makes a token likely: its column of the unembedding",
                Field.required("token", Word.KIND, "a text that is one token, or a token id"));

        @Override
        public Direction direction(Setup setup) throws PromptException {
            return of(token, setup);
        }
    }

    /** What makes one token more likely than another. */
    record OfTokens(Word to, Word from) implements AskedDirection {
        static final Form<OfTokens> FORM = Form.of(
                OfTokens.class,
                "difference",
                "what makes one token more likely than another: the difference of their columns of the unembedding",
                Field.required("to", Word.KIND, "the token that is made more likely"),
                Field.required("from", Word.KIND, "the token that is made less likely"));

        @Override
        public Direction direction(Setup setup) throws PromptException {
            return new Direction.Difference(of(to, setup), of(from, setup));
        }
    }

    /** What a head writes into the residual stream. */
    record OfHead(int layer, int head, Asked prompt, int position) implements AskedDirection {
        static final Form<OfHead> FORM = Form.of(
                OfHead.class,
                "head_output",
                "what a head writes into the residual stream, in a run without interventions",
                Fields.layer(),
                Fields.head(),
                Field.required("prompt", Asked.KIND, "the prompt of that run"),
                Fields.position("where in that prompt"));

        /** The tokens of its prompt. */
        public Tokens tokens(Setup setup) throws PromptException {
            return prompt.tokens(setup.model().tokenizer(), setup.plan().prependBos());
        }

        @Override
        public Direction direction(Setup setup) throws PromptException {
            setup.checkHead(layer, head);
            Tokens tokens = tokens(setup);
            Setup.within(position, tokens.size());
            return new Direction.HeadOutput(layer, head, tokens.idList(), position, "\"" + tokens.text() + "\"");
        }
    }
}
