package org.headscope.app.prompt;

import org.headscope.app.text.Text;

/** What the colour of the token chips can show. */
enum ChipQuantity {
    /** How badly the model foresaw the token. */
    LOSS,
    /** How much worse it foresees the token after the interventions. */
    LOSS_CHANGE,
    /** What the chosen head reads from the chosen position. */
    ATTENTION_FROM,
    /** Which positions read from the chosen one. */
    ATTENTION_TO,
    /** How much likelier the token is after the interventions. */
    LOG_PROBABILITY_CHANGE,
    /** No colour. */
    NONE;

    /** The name in the menu. */
    String words() {
        return Text.of("prompt.colour." + name());
    }

    /** The name on the button of the menu. */
    String shortWords() {
        return Text.of("prompt.colour." + name() + ".short");
    }

    boolean isAttention() {
        return this == ATTENTION_FROM || this == ATTENTION_TO;
    }
}
