// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks the pages that Javadoc has made: each link within the site leads to a page, and to a place on that page when it names one;
 * the packages of the site are those that the sources export. What is wrong is printed, a line each, and the exit code is 1.
 */
public final class SiteCheck {

    private static final Pattern LINK = Pattern.compile("\\s(?:href|src)=\"([^\"]*)\"");
    private static final Pattern PLACE = Pattern.compile("\\s(?:id|name)=\"([^\"]*)\"");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    /** Javadoc 17 makes links to beginnings of names here, and no place for them. */
    private static final String CONSTANTS = "constant-values.html";

    private final Path site;
    /** The places of each page that was looked at. */
    private final Map<Path, Set<String>> places = new HashMap<>();

    private final Set<String> faults = new TreeSet<>();
    private long links;

    private SiteCheck(Path site) {
        this.site = site;
    }

    /** SITE SOURCES...: the folder of the pages, and the source folders of the bundles. */
    public static void main(String[] arguments) throws IOException {
        SiteCheck check = new SiteCheck(Path.of(arguments[0]));
        int packages = check.packages(Stream.of(arguments).skip(1).map(Path::of).toList());
        int pages = check.links();
        check.faults.forEach(System.out::println);
        System.out.printf(
                "%s: %d packages, %d pages, %d links, %d faults%n",
                check.site, packages, pages, check.links, check.faults.size());
        System.exit(check.faults.isEmpty() ? 0 : 1);
    }

    private int packages(List<Path> sources) throws IOException {
        Set<String> exported = new TreeSet<>();
        for (Path folder : sources) {
            for (Path file : files(folder, "package-info.java")) {
                if (Files.readString(file).lines().anyMatch("@Export"::equals)) {
                    exported.add(folder.relativize(file.getParent()).toString().replace('/', '.'));
                }
            }
        }
        Set<String> shown = new TreeSet<>(Files.readAllLines(site.resolve("element-list")));
        exported.stream()
                .filter(each -> !shown.contains(each))
                .forEach(each -> faults.add("package " + each + " is exported and has no page"));
        shown.stream()
                .filter(each -> !exported.contains(each))
                .forEach(each -> faults.add("package " + each + " has a page and is not exported"));
        return shown.size();
    }

    private int links() throws IOException {
        List<Path> pages = files(site, ".html");
        for (Path page : pages) {
            for (String link : found(LINK, Files.readString(page))) {
                if (!ELSEWHERE.matcher(link).matches() && !page.endsWith(CONSTANTS)) {
                    links++;
                    follow(page, link);
                }
            }
        }
        return pages.size();
    }

    private void follow(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(decoded(parts[0])).normalize();
        if (!Files.exists(target)) {
            faults.add(site.relativize(page) + ": no page " + link);
        } else if (parts.length == 2 && !parts[1].isEmpty() && !placesOf(target).contains(decoded(parts[1]))) {
            faults.add(site.relativize(page) + ": no place " + link);
        }
    }

    private Set<String> placesOf(Path page) {
        return places.computeIfAbsent(page, unread -> {
            try {
                return Set.copyOf(found(PLACE, Files.readString(unread)));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1).replace("&lt;", "<").replace("&gt;", ">"))
                .collect(Collectors.toSet());
    }

    private static String decoded(String link) {
        return URLDecoder.decode(link.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }
}
