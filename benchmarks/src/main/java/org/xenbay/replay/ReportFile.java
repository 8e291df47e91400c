// SPDX-License-Identifier: Apache-2.0
package org.xenbay.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.HistoryView.States;
import org.xenbay.api.store.StorePath;

/**
 * Reads the archive of {@code xenbay report}. Who sent it is not trusted: sizes are bounded, only entries of known names are read, and
 * nothing in it is taken for the name of a file.
 */
final class ReportFile {

    private static final int MAX_ENTRIES = 64;

    /** Most bytes of an entry. The report's own bound is 32 million characters, of which almost all are ASCII. */
    private static final int MAX_BYTES = 64 << 20;

    /** Most changes of a device; a history keeps 32. */
    private static final int MAX_NOTES = 256;

    /** How a part begins that could not be had. */
    private static final String MISSING = "not known: ";

    private final Map<DeviceId, JsonFields> devices = new HashMap<>();
    private final Map<DeviceId, JsonFields> nodes = new HashMap<>();

    private ReportFile() {}

    /**
     * @param file the archive
     * @return each device of which changes are kept
     * @throws DamagedReport when the file is no report, or lacks a part
     */
    static List<Recording> read(Path file) throws DamagedReport {
        if (!Files.isRegularFile(file)) {
            throw new DamagedReport("there is no file " + file);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > MAX_ENTRIES) {
                throw new DamagedReport(file + " is no report: it has " + zip.size() + " entries");
            }
            return new ReportFile().recordings(zip);
        } catch (IOException | IllegalArgumentException damaged) { // the latter for names of entries
            throw new DamagedReport(file + " is no report: " + damaged.getMessage());
        }
    }

    private List<Recording> recordings(ZipFile zip) throws IOException, DamagedReport {
        for (JsonFields device : JsonFields.listOf("devices.json", part(zip, "devices.json"))) {
            devices.put(id(device), device);
        }
        for (JsonFields device :
                JsonFields.of("xenstore.json", part(zip, "xenstore.json")).list("devices")) {
            nodes.put(id(device), device);
        }
        List<Recording> recordings = new ArrayList<>();
        for (JsonFields history :
                JsonFields.of("timeline.json", part(zip, "timeline.json")).list("histories")) {
            recordings.add(recording(history));
        }
        return recordings;
    }

    private static @Nullable Object part(ZipFile zip, String name) throws IOException, DamagedReport {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new DamagedReport("the report has no " + name + ", which a replay needs");
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new DamagedReport(name + " of the report has more than " + (MAX_BYTES >> 20) + " MiB");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.startsWith(MISSING)) {
            throw new DamagedReport(name + " could not be had when the report was made: "
                    + text.substring(MISSING.length()).strip());
        }
        try {
            return JsonReader.read(text);
        } catch (IllegalArgumentException wrong) {
            throw new DamagedReport(name + " of the report is damaged: " + wrong.getMessage());
        }
    }

    private static DeviceId id(JsonFields device) throws DamagedReport {
        try {
            return DeviceId.parse(device.text("id"));
        } catch (IllegalArgumentException wrong) {
            throw new DamagedReport(device.where() + ": " + wrong.getMessage());
        }
    }

    private Recording recording(JsonFields history) throws DamagedReport {
        DeviceId id = id(history);
        List<Recording.Step> steps = Recording.steps(changes(history));
        long requests = 0;
        for (JsonFields load : history.list("loads")) {
            requests += load.number("requests");
        }
        JsonFields known = nodes.get(id);
        JsonFields device = devices.get(id);
        if (history.has("ended") || known == null || device == null) {
            String why =
                    history.has("ended") ? "it was gone when the report was made" : "its nodes are not in the report";
            return new Recording(id, steps, "", Map.of(), Map.of(), "", requests, why);
        }
        JsonFields backend = known.object("backend");
        JsonFields frontend = known.object("frontend");
        Recording all = new Recording(
                id,
                steps,
                device.text("failure"),
                values(backend),
                values(frontend),
                frontend.text("directory"),
                requests,
                "");
        String obstacle = obstacle(all, backend, frontend);
        return new Recording(
                id, steps, all.failure(), all.backend(), all.frontend(), all.frontendPath(), requests, obstacle);
    }

    private static List<States> changes(JsonFields history) throws DamagedReport {
        List<States> changes = new ArrayList<>();
        List<JsonFields> notes = history.list("notes");
        if (notes.size() > MAX_NOTES) {
            throw new DamagedReport(history.where() + " has " + notes.size() + " notes of one device");
        }
        for (JsonFields note : notes) {
            if (note.has("states")) {
                JsonFields states = note.object("states");
                changes.add(new States(state(states, "backend"), state(states, "frontend")));
            }
        }
        return changes;
    }

    private static XenbusState state(JsonFields states, String side) throws DamagedReport {
        String name = states.text(side);
        return Arrays.stream(XenbusState.values())
                .filter(state -> state.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new DamagedReport(states.where() + ": there is no state " + name));
    }

    private static Map<String, @Nullable String> values(JsonFields side) throws DamagedReport {
        Map<String, @Nullable String> values = side.object("nodes").texts();
        for (String node : values.keySet()) {
            if (!StorePath.isValid(side.text("directory") + "/" + node)) {
                throw new DamagedReport(side.where() + ": no path of a node: " + node);
            }
        }
        return values;
    }

    private static String obstacle(Recording device, JsonFields backend, JsonFields frontend) throws DamagedReport {
        String missing = backend.text("missing") + frontend.text("missing");
        DeviceId id = device.id();
        if (!missing.isEmpty()) {
            return "its nodes could not be read: " + missing;
        } else if (id.domain() == 0) {
            return "its guest is domain 0";
        } else if (!backend.text("directory").equals(id.backendPath(0).toString())) {
            return "its backend is not in domain 0";
        } else if (!isBelow(device.frontendPath(), id)) {
            return "its frontend has no states: it is not below device/";
        } else if (device.steps().isEmpty()) {
            return "no states of its frontend are kept";
        } else if ("0".equals(device.backend().get("online"))) {
            return "its toolstack was removing it";
        }
        return ReplayHost.obstacle(device);
    }

    private static boolean isBelow(String path, DeviceId id) {
        StorePath devices = StorePath.ofDomain(id.domain()).child("device");
        return StorePath.isValid(path)
                && StorePath.of(path).isAtOrBelow(devices)
                && !StorePath.of(path).equals(devices);
    }
}
