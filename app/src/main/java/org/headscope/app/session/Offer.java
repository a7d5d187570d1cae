package org.headscope.app.session;

import org.headscope.engine.hook.Intervention;

/** An intervention that a menu offers, in words. */
public record Offer(String words, Intervention intervention) {}
