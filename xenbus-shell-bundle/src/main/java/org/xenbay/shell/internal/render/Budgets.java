// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.xenbay.api.management.BudgetView;

/** A budget that guests share, in one line: the amount taken, and the guests that have most. */
final class Budgets {

    private static final int LARGEST = 3;
    private static final long KIB = 1024;
    private static final long MIB = KIB * KIB;

    private Budgets() {}

    /**
     * @param names of domains, where they are known
     * @return the line; empty when nothing is divided
     */
    static String bytes(BudgetView budget, Map<Integer, String> names) {
        return line(budget, names, Budgets::size);
    }

    /**
     * @param names of domains, where they are known
     * @return the line; empty when nothing is divided
     */
    static String numbers(BudgetView budget, Map<Integer, String> names) {
        return line(budget, names, Long::toString);
    }

    private static String line(BudgetView budget, Map<Integer, String> names, LongFunction<String> amount) {
        if (budget.total() == 0 || budget.total() == Long.MAX_VALUE) {
            return "";
        }
        String largest = budget.holdings().entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(LARGEST)
                .map(held -> owner(held.getKey(), names) + " " + amount.apply(held.getValue()))
                .collect(Collectors.joining(", "));
        return amount.apply(budget.taken()) + " of " + amount.apply(budget.total()) + " taken"
                + (largest.isEmpty() ? "" : ", most by " + largest)
                + (budget.refusals() == 0 ? "" : "; refusals: " + budget.refusals());
    }

    /** Clients of this host have a number that is not a domain's. */
    private static String owner(int domain, Map<Integer, String> names) {
        if (domain < 0) {
            return "clients of this host";
        }
        String name = names.getOrDefault(domain, "");
        return "domain " + domain + (name.isEmpty() ? "" : " (" + name + ")");
    }

    private static String size(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        return bytes < MIB
                ? String.format(Locale.ROOT, "%.1f KiB", (double) bytes / KIB)
                : String.format(Locale.ROOT, "%.1f MiB", (double) bytes / MIB);
    }
}
