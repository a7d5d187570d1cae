package org.headscope.app.session;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Noise;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.SetTo;
import org.headscope.engine.hook.Steer;

/** The numbers of interventions as they are written and typed, with a point whatever the language. */
public final class Amounts {
    private static final double LARGEST = 1e6;
    private static final double SMALLEST_PLAIN = 1e-4;

    private Amounts() {}

    /** Such as "2", "-0.5", "0.0125", "1E-5": rounded, to be read. */
    static String brief(double number) {
        boolean tiny = number != 0 && Math.abs(number) < SMALLEST_PLAIN;
        return new DecimalFormat(tiny ? "0.##E0" : "0.####", DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(number);
    }

    /** All digits of a number, to be changed, given as Java writes it: without a fraction of zero, "1E-8" if it is tiny. */
    private static String full(String written) {
        BigDecimal number = new BigDecimal(written).stripTrailingZeros();
        return (number.scale() < 0 ? number.setScale(0) : number).toString();
    }

    private static String full(double number) {
        return full(Double.toString(number));
    }

    /** What of an intervention can be typed, in full: read again it is the same; nothing if it has no numbers. */
    public static Optional<String> write(Intervention intervention) {
        return switch (intervention) {
            case Scale scale -> Optional.of(full(scale.factor()));
            case Steer steer -> Optional.of(full(steer.amount()));
            case Noise noise -> Optional.of(full(noise.deviation()));
            case SetTo set ->
                Optional.of(set.values().stream()
                        .map(value -> full(Float.toString(value)))
                        .collect(Collectors.joining(" ")));
            default -> Optional.empty();
        };
    }

    /**
     * The intervention with what was typed.
     *
     * @return nothing if that is no number of a sensible size, or are too few or too many of them
     */
    public static Optional<Intervention> read(String text, Intervention intervention) {
        List<Float> numbers = numbers(text);
        if (numbers.isEmpty()) return Optional.empty();
        if (intervention instanceof SetTo set) {
            boolean fits = numbers.size() == set.values().size();
            return fits ? Optional.of(new SetTo(set.site(), numbers)) : Optional.empty();
        }
        if (numbers.size() > 1) return Optional.empty();
        double number = number(text).orElseThrow();
        return switch (intervention) {
            case Scale scale -> Optional.of(new Scale(scale.site(), number));
            case Steer steer -> Optional.of(new Steer(steer.site(), steer.direction(), number));
            case Noise noise when number >= 0 -> Optional.of(new Noise(noise.site(), number, noise.seed()));
            default -> Optional.empty();
        };
    }

    /** One number as it was typed; nothing if it is none of a sensible size. */
    public static OptionalDouble number(String text) {
        return parse(text.strip());
    }

    private static List<Float> numbers(String text) {
        var numbers = new ArrayList<Float>();
        for (String word : text.strip().split("[\\s;]+")) {
            OptionalDouble number = parse(word);
            if (number.isEmpty()) return List.of();
            numbers.add((float) number.getAsDouble());
        }
        return numbers;
    }

    private static OptionalDouble parse(String word) {
        try {
            double number = Double.parseDouble(word.replace(',', '.').replace('−', '-'));
            return Math.abs(number) <= LARGEST ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
