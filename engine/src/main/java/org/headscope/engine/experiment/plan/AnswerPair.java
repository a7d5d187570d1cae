package org.headscope.engine.experiment.plan;

import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;

/**
 * The right next token of a prompt, and a wrong one to compare it with.
 *
 * @param wrong null for none
 */
public record AnswerPair(Word right, Word wrong) {
    static final Form<AnswerPair> FORM = Form.of(
            AnswerPair.class,
            "answer",
            "",
            Field.required("right", Word.KIND, "the right next token: its text, with the space in front, or its id"),
            Field.optional("wrong", Word.KIND, null, "a wrong next token to compare it with"));
}
