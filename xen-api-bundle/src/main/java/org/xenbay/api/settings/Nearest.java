// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that is nearest to a mistyped one. From any thread. */
public final class Nearest {

    private Nearest() {}

    /**
     * @param typed the unknown word
     * @param known the known words
     * @return the known word that needs the fewest changed letters; empty when those are more than two and more than a third of
     *     the word
     */
    public static Optional<String> of(String typed, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String word) -> distance(typed, word))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(word -> distance(typed, word) <= Math.max(2, word.length() / 3));
    }

    /** @return number of letters to insert, to delete or to replace; two exchanged neighbours count as one */
    static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] best = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                best[i][j] = i == 0 ? j : j == 0 ? i : step(a, b, best, i, j);
            }
        }
        return best[a.length()][b.length()];
    }

    private static int step(String a, String b, int[][] best, int i, int j) {
        int replaced = best[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(best[i - 1][j], best[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, best[i - 2][j - 2] + 1) : least;
    }
}
