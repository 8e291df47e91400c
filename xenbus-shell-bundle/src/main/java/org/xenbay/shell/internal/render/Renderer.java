// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.xenbay.api.command.Card;
import org.xenbay.api.command.Listing;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.XenbusAdmin.DeviceEvent;

/** Renders the results of commands as text. */
@Component(service = Converter.class)
public final class Renderer implements Converter {

    /** Session variable: the terminal's width, a number; absent when the output is not a terminal. */
    public static final String COLUMNS = "COLUMNS";

    /** Session variable: set to false when no colours are wanted. */
    public static final String COLOUR = "xenbay.colour";

    private static final int STANDARD_OUTPUT = 1;

    /** Converts nothing: leaves that to Gogo. */
    @Override
    public @Nullable Object convert(Class<?> desired, Object value) {
        return null;
    }

    /** @return the text; null for objects that this class does not render */
    @Override
    public @Nullable CharSequence format(Object target, int level, Converter escape) {
        Page page = level == Converter.INSPECT && escape instanceof CommandSession session ? page(session) : Page.PLAIN;
        return format(target, page);
    }

    /**
     * @param session of the output
     * @return the output's properties; plain inside a pipe
     */
    public static Page page(CommandSession session) {
        Process process = Process.Utils.current();
        if (process != null && !process.isTty(STANDARD_OUTPUT)) {
            return Page.PLAIN;
        }
        boolean colour = !Boolean.FALSE.equals(session.get(COLOUR));
        return session.get(COLUMNS) instanceof Number columns && columns.intValue() > 0
                ? new Page(columns.intValue(), colour)
                : Page.PLAIN;
    }

    /**
     * @param target any object
     * @param page properties of the output
     * @return the text, null for objects that this class does not render
     */
    public @Nullable CharSequence format(Object target, Page page) {
        if (target instanceof Listing<?> listing) {
            return withSummary(listing, Table.of(listing, page), page);
        } else if (target instanceof Card card) {
            return Cards.card(card.lines(), page);
        } else if (target instanceof JsonText json) {
            return json.toString();
        } else if (target instanceof Verdict verdict) {
            return verdict.text(page);
        } else if (target instanceof DeviceView device) {
            return Cards.device(device, page);
        } else if (target instanceof HostReport host) {
            return Cards.host(host, page);
        } else if (target instanceof Explanation explanation) {
            return Cards.explanation(explanation, page);
        } else if (target instanceof ConfigReport report) {
            return Cards.configuration(report, page);
        } else if (target instanceof BackendView backend) {
            return Table.of(Tables.BACKENDS, List.of(backend), page);
        } else if (target instanceof CommandHelp help) {
            return Cards.help(help, page);
        } else if (target instanceof DeviceEvent event) {
            return new Listing<>(Tables.EVENTS, List.of(event)).toString().replace('\t', ' ');
        } else if (target instanceof Record view && !Json.isText(view)) {
            return Cards.view(view, page);
        }
        return null;
    }

    /** Adds a line below the devices on a terminal; in a pipe there are rows only. */
    private static CharSequence withSummary(Listing<?> listing, CharSequence table, Page page) {
        if (page.isPlain() || listing.columns() != (Object) Tables.DEVICES) {
            return table;
        }
        return table + "\n"
                + Summary.of(listing.stream().map(DeviceView.class::cast).toList(), page);
    }
}
