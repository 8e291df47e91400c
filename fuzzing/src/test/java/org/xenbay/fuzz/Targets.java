package org.xenbay.fuzz;

import java.nio.file.Path;

/** All targets, by the names that {@code ./fuzz} takes. */
enum Targets {
    NINEP(
            "9P messages of a client on a socket: decoder and session, on real files, in each security model",
            NinePTarget::new);

    /** Makes a target. */
    interface Maker {
        FuzzTarget make(Path folder) throws Exception;
    }

    private final String about;
    private final Maker maker;

    Targets(String about, Maker maker) {
        this.about = about;
        this.maker = maker;
    }

    String about() {
        return about;
    }

    /** @param folder for its files */
    FuzzTarget make(Path folder) throws Exception {
        return maker.make(folder);
    }

    /** @return as it is typed */
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static Targets of(String word) {
        for (Targets each : values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("there is no target " + word);
    }
}
