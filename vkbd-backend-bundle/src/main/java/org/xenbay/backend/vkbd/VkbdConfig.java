package org.xenbay.backend.vkbd;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The settings, checked.
 *
 * @param rules which source goes to which guest; the first that fits counts
 * @param hotKey codes of the keys that give a source back to the host
 * @param nextKey codes of the keys that give it to the next guest; none for never
 * @param absolute whether pointers offer places where the toolstack does not say
 * @param width width of a guest's screen where it does not say
 * @param height height of a guest's screen where it does not say
 * @param keysWithoutPointer whether keys go to guests without a pointer
 * @param patience how long a guest may take nothing of a script before that is given up
 */
record VkbdConfig(
        List<Rule> rules,
        Set<Integer> hotKey,
        Set<Integer> nextKey,
        boolean absolute,
        int width,
        int height,
        boolean keysWithoutPointer,
        Duration patience) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static final VkbdConfig PLAIN = new VkbdConfig(
            List.of(),
            Chord.parse("leftctrl+rightctrl"),
            Chord.parse("leftctrl+scrolllock"),
            true,
            Features.FRONTEND_WIDTH,
            Features.FRONTEND_HEIGHT,
            false,
            PATIENCE);

    /** @throws IllegalArgumentException when a value makes no sense: the message says which */
    static VkbdConfig of(VkbdSettings settings) {
        return new VkbdConfig(
                Stream.of(settings.assign())
                        .filter(line -> !line.isBlank())
                        .map(Rule::parse)
                        .toList(),
                Chord.parse(settings.hotKey()),
                settings.nextKey().isBlank() ? Set.of() : Chord.parse(settings.nextKey()),
                settings.absolute(),
                pixels("width", settings.width()),
                pixels("height", settings.height()),
                settings.keysWithoutPointer(),
                PATIENCE);
    }

    private static int pixels(String name, int value) {
        if (value < 2 || value > Features.MOST_PIXELS) {
            throw new IllegalArgumentException(
                    name + " is from 2 to " + Features.MOST_PIXELS + " pixels, not " + value);
        }
        return value;
    }

    VkbdConfig withRules(String... lines) {
        return new VkbdConfig(
                Stream.of(lines).map(Rule::parse).toList(),
                hotKey,
                nextKey,
                absolute,
                width,
                height,
                keysWithoutPointer,
                patience);
    }

    VkbdConfig withPatience(Duration shorter) {
        return new VkbdConfig(rules, hotKey, nextKey, absolute, width, height, keysWithoutPointer, shorter);
    }
}
