package org.headscope.engine.hook;

/** Replaces a value by its mean over positions and prompts. There is none of attention scores and patterns. */
public record MeanAblation(Site site, MeanSource source) implements Intervention {
    @Override
    public MeanAblation at(Site other) {
        return new MeanAblation(other, source);
    }

    @Override
    public String describe() {
        String over = switch (source) {
            case MeanSource.ThisPrompt _ -> "this prompt";
            case MeanSource.PromptSet set -> set.name() + (set.perPosition() ? " per position" : "");
        };
        return site.label() + " → mean of " + over + ", " + site.where();
    }
}
