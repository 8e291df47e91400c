// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.xenstore.tree.internal.AccessList;
import org.xenbay.xenstore.tree.internal.Node;
import org.xenbay.xenstore.wire.Message;
import org.xenbay.xenstore.wire.Operation;
import org.xenbay.xenstore.wire.Payload;

/** Turns request messages of one connection into calls of the engine, and their outcomes into replies. */
final class RequestProcessor {

    private static final byte[] OK = Payload.ofStrings("OK");

    private final Engine engine;
    private final Session session;
    private final Consumer<Message> replies;
    private final DomainRequests domainRequests;
    private final Arguments arguments;

    RequestProcessor(Engine engine, Session session, Consumer<Message> replies) {
        this.engine = engine;
        this.session = session;
        this.replies = replies;
        this.domainRequests = new DomainRequests(engine, session.domain());
        this.arguments = new Arguments(session.domain().id());
    }

    /**
     * Answers one request.
     *
     * @throws Refusal CONNECTION_LOST when the session has ended
     */
    void process(Message request) {
        byte[] reply;
        try {
            Operation operation = request.operation().orElseThrow(() -> new Refusal(StoreError.ENOSYS));
            if (operation == Operation.WATCH) {
                watch(request);
                return;
            }
            reply = perform(operation, request);
            if (reply.length > Message.MAX_PAYLOAD) {
                throw new Refusal(StoreError.E2BIG);
            }
        } catch (Refusal refusal) {
            if (refusal.error() == StoreError.CONNECTION_LOST) {
                throw refusal;
            }
            replies.accept(request.reply(
                    Operation.ERROR, Payload.ofStrings(refusal.error().name())));
            return;
        }
        replies.accept(new Message(request.type(), request.requestId(), request.transactionId(), reply));
    }

    private byte[] perform(Operation operation, Message request) {
        byte[] payload = request.payload();
        int transaction = request.transactionId();
        switch (operation) {
            case DIRECTORY:
                return directory(node(transaction, arguments.onlyPath(payload)));
            case DIRECTORY_PART:
                return DirectoryPart.reply(
                        node(
                                transaction,
                                arguments.path(arguments.exactly(2, payload).get(0))),
                        arguments.exactly(2, payload).get(1));
            case READ:
                return node(transaction, arguments.onlyPath(payload)).value();
            case GET_PERMS:
                return Payload.ofStrings(permissions(transaction, arguments.only(payload)).entries().stream()
                        .map(Permission::toString)
                        .toList());
            case WRITE:
                engine.write(
                        session,
                        transaction,
                        arguments.path(arguments.first(payload)),
                        Payload.afterFirstString(payload));
                return OK;
            case MKDIR:
                engine.makeDirectory(session, transaction, arguments.onlyPath(payload));
                return OK;
            case RM:
                engine.remove(session, transaction, arguments.onlyPath(payload));
                return OK;
            case SET_PERMS:
                setPermissions(transaction, payload);
                return OK;
            case TRANSACTION_START:
                if (transaction != 0) {
                    throw new Refusal(StoreError.EBUSY);
                }
                return Payload.ofStrings(Integer.toUnsignedString(engine.begin(session)));
            case TRANSACTION_END:
                engine.end(session, transaction, arguments.isTrue(payload));
                return OK;
            case UNWATCH:
                List<String> watch = arguments.exactly(2, payload);
                engine.unwatch(session, new WatchEntry.Key(arguments.watchPath(watch.get(0)), watch.get(1)));
                return OK;
            case RESET_WATCHES:
                engine.reset(session);
                return OK;
            default:
                return domainRequests.perform(operation, payload);
        }
    }

    private static byte[] directory(Node node) {
        if (node.children().nameBytes() > Message.MAX_PAYLOAD) {
            throw new Refusal(StoreError.E2BIG);
        }
        return Payload.ofStrings(node.children().names());
    }

    private Node node(int transaction, StorePath path) {
        Node node = engine.find(session, transaction, path);
        if (node == null) {
            throw new Refusal(StoreError.ENOENT);
        }
        return node;
    }

    private AccessList permissions(int transaction, String path) {
        if (Arguments.isSpecial(path)) {
            AccessList special = engine.withDomains(domains -> domains.specialPermissions(path));
            if (!session.domain().may(AccessList.Access.READ, special)) {
                throw new Refusal(StoreError.EACCES);
            }
            return special;
        }
        return node(transaction, arguments.path(path)).permissions();
    }

    private void setPermissions(int transaction, byte[] payload) {
        List<String> strings = arguments.atLeast(2, payload);
        AccessList list = new AccessList(IntStream.range(1, strings.size())
                .mapToObj(i -> Arguments.permission(strings.get(i)))
                .toList());
        String path = strings.get(0);
        if (!Arguments.isSpecial(path)) {
            engine.setPermissions(session, transaction, arguments.path(path), list);
        } else if (session.domain().isPrivileged()) {
            engine.withDomains(domains -> {
                domains.setSpecialPermissions(path, list);
                return null;
            });
        } else {
            throw new Refusal(StoreError.EACCES);
        }
    }

    private void watch(Message request) {
        List<String> strings = arguments.exactly(2, request.payload());
        String given = strings.get(0);
        String path = arguments.watchPath(given);
        WatchEntry watch = new WatchEntry(session, path, strings.get(1), path.length() - given.length());
        engine.watch(session, watch, () -> replies.accept(request.reply(Operation.WATCH, OK)));
    }
}
