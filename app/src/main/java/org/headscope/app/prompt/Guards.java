package org.headscope.app.prompt;

import java.util.List;
import java.util.stream.Collectors;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Answer;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.token.IdTokenizer;
import org.headscope.engine.token.Token;
import org.headscope.engine.token.Tokenizer;
import org.headscope.engine.token.Tokens;

/**
 * The warnings beside the three fields, at most one each.
 *
 * @param prompt beside the prompt
 * @param answer beside the answer
 * @param wrong beside the wrong answer
 */
record Guards(Guard prompt, Guard answer, Guard wrong) {
    static final Guards NONE = new Guards(Guard.NONE, Guard.NONE, Guard.NONE);

    private static final String OPENING = "([{\"'“‘«/-_\n\t";

    /**
     * Checks the fields of an experiment.
     *
     * @param tokens the tokens of its prompt; null if there are none
     * @param run its run without interventions; null until it is there
     */
    static Guards of(Tokenizer tokenizer, Experiment experiment, Tokens tokens, Run run) {
        var check = new Check(tokenizer, experiment);
        return new Guards(
                check.prompt(tokens, run),
                check.answer(experiment.answer(), true),
                check.answer(experiment.wrong(), false));
    }

    private record Check(Tokenizer tokenizer, Experiment experiment) {
        Guard prompt(Tokens tokens, Run run) {
            String prompt = experiment.prompt();
            if (tokens == null) return Guard.NONE;
            if (prompt.isEmpty()) return Guard.saying(Text.of("prompt.guard.empty"));
            if (prompt.isBlank()) return Guard.saying(Text.of("prompt.guard.blank"));
            if (takesText() && endsWithLoneSpace(tokens)) {
                String shorter = prompt.stripTrailing();
                return new Guard(Text.of("prompt.guard.trailingSpace"), e -> e.withPrompt(shorter));
            }
            return run == null ? Guard.NONE : punctuation(run);
        }

        private boolean takesText() {
            return !(tokenizer instanceof IdTokenizer);
        }

        private boolean endsWithLoneSpace(Tokens tokens) {
            return experiment.prompt().endsWith(" ")
                    && tokens.get(tokens.size() - 1).text().isBlank();
        }

        private Guard punctuation(Run run) {
            if (experiment.answer().isEmpty()) return Guard.NONE;
            String next = tokenizer.text(
                    run.top(run.tokens().size() - 1, 1).getFirst().id());
            boolean expected = experiment.answer().equals(next) || !isPunctuation(next);
            return expected ? Guard.NONE : Guard.saying(Text.of("prompt.guard.punctuation", visible(next.strip())));
        }

        Guard answer(String answer, boolean right) {
            if (answer.isEmpty()) {
                boolean needed = right && !experiment.wrong().isEmpty();
                return needed ? Guard.saying(Text.of("prompt.guard.wrongOnly")) : Guard.NONE;
            }
            if (answer.isBlank() && takesText()) return Guard.saying(Text.of("prompt.guard.blankAnswer"));
            var pieces = Answer.of(tokenizer, answer);
            if (pieces.isEmpty()) {
                return Guard.saying(Text.of(takesText() ? "prompt.guard.brokenAnswer" : "prompt.guard.idAnswer"));
            }
            if (takesText() && lacksSpace(answer)) {
                return new Guard(
                        Text.of("prompt.guard.noSpace", visible(answer)),
                        e -> right ? e.withAnswers(" " + answer, e.wrong()) : e.withAnswers(e.answer(), " " + answer));
            }
            if (!pieces.get().isOneToken())
                return Guard.saying(severalTokens(pieces.get().pieces()));
            boolean same = !right
                    && Answer.of(tokenizer, experiment.answer())
                            .filter(other -> other.id() == pieces.get().id())
                            .isPresent();
            return same ? Guard.saying(Text.of("prompt.guard.same")) : Guard.NONE;
        }

        /** A word that follows a word begins with its space; digits go on with digits. */
        private boolean lacksSpace(String answer) {
            int first = answer.codePointAt(0);
            String prompt = experiment.prompt();
            if (prompt.isEmpty() || !isSpacedLetter(first)) return false;
            int last = prompt.codePointBefore(prompt.length());
            boolean number = Character.isDigit(first) && Character.isDigit(last);
            return !number && !Character.isWhitespace(last) && OPENING.indexOf(last) < 0;
        }

        private static boolean isSpacedLetter(int character) {
            return Character.isDigit(character) || Character.isLetter(character) && !Character.isIdeographic(character);
        }
    }

    private static String severalTokens(List<Token> pieces) {
        String named = pieces.stream().limit(6).map(TokenLabel::of).collect(Collectors.joining(" · "));
        String all = pieces.size() > 6 ? named + " …" : named;
        return Text.of("prompt.guard.severalTokens", pieces.size() + "", all, TokenLabel.of(pieces.getFirst()));
    }

    private static boolean isPunctuation(String text) {
        String core = text.strip();
        return !core.isEmpty() && core.codePoints().noneMatch(Character::isLetterOrDigit);
    }

    private static String visible(String text) {
        return text.replace(' ', '␣').replace("\n", "⏎");
    }
}
