package org.headscope.app.example;

/** What is shown of a prediction. */
enum Tab {
    /** The tokens whose logits the head raises and lowers. */
    LOGITS,
    /** The most likely tokens with and without the head. */
    NEXT,
    /** Where the head looks. */
    ATTENTION,
    /** What the stream says before the head has written to it. */
    LENS
}
