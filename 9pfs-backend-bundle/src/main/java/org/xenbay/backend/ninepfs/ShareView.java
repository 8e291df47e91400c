// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import org.xenbay.api.device.DeviceId;
import org.xenbay.backend.ninepfs.command.FileShareView;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.server.Conversation;
import org.xenbay.backend.ninepfs.server.Statistics;
import org.xenbay.backend.ninepfs.wire.MessageType;

/** Makes the view of a share that the command shows. */
final class ShareView {

    private ShareView() {}

    static FileShareView of(
            DeviceId id, ExportNodes nodes, Conversation conversation, Export shared, Statistics statistics) {
        return new FileShareView(
                id,
                nodes.path().toString(),
                nodes.rules().toString(),
                conversation.version(),
                conversation.fids(),
                conversation.openFiles(),
                shared.descriptors().taken(),
                statistics.rate(),
                statistics.bytes(MessageType.READ),
                statistics.bytes(MessageType.WRITE),
                statistics.percentile(50),
                statistics.percentile(99),
                statistics.slow(),
                statistics.slowest());
    }
}
