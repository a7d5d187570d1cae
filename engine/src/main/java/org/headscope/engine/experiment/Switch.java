package org.headscope.engine.experiment;

import org.headscope.engine.hook.Intervention;

/** An intervention in the list of an experiment, which may be switched off without being forgotten. */
public record Switch(Intervention intervention, boolean on) {}
