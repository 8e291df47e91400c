// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.xen.GrantCopy;
import org.xenbay.api.xen.GrantException;
import org.xenbay.api.xen.GrantStatus;
import org.xenbay.api.xen.GrantTable;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.api.xen.XenException;

/** Grants against xen/include/public/grant_table.h and what Xen 4.17 answers. */
class GrantsTest {

    private static final int PAGE = GrantTable.PAGE_SIZE;

    private final EmbeddedXen xen = new EmbeddedXen();
    private Guest guest;
    private GrantTable grants;

    @BeforeEach
    void createAGuest() {
        guest = xen.create("guest");
        grants = xen.grants(guest.domain());
    }

    @AfterEach
    void close() {
        xen.close();
    }

    @Test
    void aMappingAndTheGuestSeeTheSameBytes() {
        GrantedPages pages = guest.grant(0, 1, true);
        SharedMemory mapped = grants.map(pages.references(), Access.READ_WRITE);
        pages.memory().putIntRelease(8, 0x12345678);
        mapped.putByte(100, 7);

        assertThat(mapped.getIntAcquire(8)).isEqualTo(0x12345678);
        assertThat(pages.memory().getByte(100)).isEqualTo(7);
    }

    @Test
    void pagesOfOneGrantAreContiguousInTheOrderOfTheirReferences() {
        GrantedPages pages = guest.grant(0, 4, true);
        SharedMemory mapped = grants.map(pages.references(), Access.READ_WRITE);
        pages.memory().putInt(3 * PAGE, 33);
        mapped.putInt(PAGE - 4, 11);

        assertThat(mapped.size()).isEqualTo(4 * PAGE);
        assertThat(mapped.getInt(3 * PAGE)).isEqualTo(33);
        assertThat(pages.memory().getInt(PAGE - 4)).isEqualTo(11);
    }

    @Test
    void partOfAGrantCanBeMapped() {
        GrantedPages pages = guest.grant(0, 4, true);
        int[] references = pages.references();
        SharedMemory mapped = grants.map(new int[] {references[1], references[2]}, Access.READ_WRITE);
        mapped.putInt(0, 1);

        assertThat(pages.memory().getInt(PAGE)).isEqualTo(1);
    }

    @Test
    void pagesThatDoNotLieInARowAreRefusedAndNoneStaysMapped() {
        int[] references = guest.grant(0, 2, true).references();
        int other = guest.grant(0, 1, true).references()[0];

        assertRefused(
                GrantStatus.NO_DEVICE_SPACE,
                () -> grants.map(new int[] {references[1], references[0]}, Access.READ_WRITE));
        assertRefused(
                GrantStatus.NO_DEVICE_SPACE, () -> grants.map(new int[] {references[0], other}, Access.READ_WRITE));
        assertThat(xen.usage().mappedPages()).isZero();
    }

    @Test
    void aReadMappingCannotBeWritten() {
        SharedMemory mapped = grants.map(guest.grant(0, 1, true).references(), Access.READ);

        assertThatExceptionOfType(ReadOnlyBufferException.class).isThrownBy(() -> mapped.putInt(0, 1));
        assertThatExceptionOfType(ReadOnlyBufferException.class).isThrownBy(() -> mapped.putIntRelease(0, 1));
        assertThatExceptionOfType(ReadOnlyBufferException.class).isThrownBy(() -> mapped.put(0, new byte[1], 0, 1));
        assertThat(mapped.getIntAcquire(0)).isZero();
    }

    @Test
    void framesThatAreMappedToBeReadShowTheGuestsBytesAndCannotBeWritten() {
        GrantedPages pages = guest.grant(0, 2, true);
        pages.memory().putInt(4096, 42);
        try (SharedMemory mapped = xen.foreignMemory().orElseThrow().map(guest.domain(), pages.frames(), Access.READ)) {
            assertThat(mapped.size()).isEqualTo(8192);
            assertThat(mapped.getInt(4096)).isEqualTo(42);
            assertThatExceptionOfType(ReadOnlyBufferException.class)
                    .isThrownBy(() -> mapped.putInt(4096, 1))
                    .withMessageContaining("offset 4096, length 4");
            assertThat(xen.usage().mappedPages()).isEqualTo(2);
        }
        assertThat(xen.usage().mappedPages()).isZero();
    }

    @Test
    void aReadOnlyGrantCanOnlyBeRead() {
        GrantedPages pages = guest.grant(0, 1, false);
        pages.memory().putInt(0, 5);

        assertRefused(GrantStatus.GENERAL_ERROR, () -> grants.map(pages.references(), Access.READ_WRITE));
        assertThat(grants.map(pages.references(), Access.READ).getInt(0)).isEqualTo(5);
    }

    @Test
    void aReferenceBeyondTheTableIsBadAndOneInsideThatGrantsNothingIsAnError() {
        assertRefused(GrantStatus.BAD_GNTREF, () -> grants.map(new int[] {512}, Access.READ));
        assertRefused(GrantStatus.BAD_GNTREF, () -> grants.map(new int[] {-1}, Access.READ));
        assertRefused(GrantStatus.GENERAL_ERROR, () -> grants.map(new int[] {511}, Access.READ));
        int[] last = guest.grant(0, 512, true).references();
        assertThat(last[511]).isGreaterThan(512);
        assertRefused(GrantStatus.GENERAL_ERROR, () -> grants.map(new int[] {1023}, Access.READ));
    }

    @Test
    void aGrantForAnotherDomainIsRefused() {
        int[] references = guest.grant(7, 1, true).references();

        assertRefused(GrantStatus.GENERAL_ERROR, () -> grants.map(references, Access.READ));
    }

    @Test
    void anUnknownDomainIsBad() {
        assertRefused(GrantStatus.BAD_DOMAIN, () -> xen.grants(99).map(new int[] {8}, Access.READ));
    }

    @Test
    void oneBadReferenceMapsNone() {
        int good = guest.grant(0, 1, true).references()[0];

        assertRefused(GrantStatus.BAD_GNTREF, () -> grants.map(new int[] {good, 4000}, Access.READ));
        assertThat(xen.usage(guest.domain()).mappedPages()).isZero();
    }

    @Test
    void aPageRevokedWhileMappedStaysUntilItIsUnmapped() {
        GrantedPages pages = guest.grant(0, 1, true);
        SharedMemory mapped = grants.map(pages.references(), Access.READ_WRITE);

        assertThat(pages.revoke()).isFalse();
        mapped.putInt(0, 1);
        assertThat(mapped.getInt(0)).isEqualTo(1);
        assertRefused(GrantStatus.GENERAL_ERROR, () -> grants.map(pages.references(), Access.READ));
        assertThat(xen.usage(guest.domain()).grantedPages()).isEqualTo(2);
        mapped.close();
        assertThat(xen.usage(guest.domain()).grantedPages()).isEqualTo(1);
        assertThatIllegalStateException().isThrownBy(() -> mapped.getInt(0));
    }

    @Test
    void revokingAPageThatIsNotMappedFreesItAndItsReference() {
        GrantedPages pages = guest.grant(0, 1, true);
        int reference = pages.references()[0];

        assertThat(pages.revoke()).isTrue();
        assertThat(guest.grant(0, 1, true).references()).containsExactly(reference);
        assertThat(pages.revoke()).isTrue();
        assertThat(xen.usage(guest.domain()).grantedPages()).isEqualTo(2);
    }

    @Test
    void everyMappingIsCountedAndEveryUnmappingIsCountedBack() {
        GrantedPages pages = guest.grant(0, 3, true);
        SharedMemory first = grants.map(pages.references(), Access.READ);
        SharedMemory second = grants.map(pages.references(), Access.READ_WRITE);

        assertThat(xen.usage().mappedPages()).isEqualTo(6);
        first.close();
        first.close();
        assertThat(xen.usage(guest.domain()).mappedPages()).isEqualTo(3);
        second.close();
        assertThat(xen.usage().mappedPages()).isZero();
    }

    @Test
    void aFullGrantTableIsSaid() {
        guest.grant(0, 32 * 1024 - 8, true).revoke();
        guest.grant(0, 32 * 1024 - 8, true);

        assertThatThrownBy(() -> guest.grant(0, 1, true))
                .isInstanceOf(XenException.class)
                .extracting(refusal -> ((XenException) refusal).errno())
                .isEqualTo(28);
    }

    @Test
    void copyingMovesBytesBothWaysWithoutMapping() {
        GrantedPages pages = guest.grant(0, 2, true);
        pages.memory().put(10, "from the guest".getBytes(StandardCharsets.US_ASCII), 0, 14);
        ByteBuffer in = ByteBuffer.allocate(20).position(3);
        ByteBuffer out = ByteBuffer.wrap("to the guest".getBytes(StandardCharsets.US_ASCII));
        grants.copy(List.of(
                new GrantCopy(GrantCopy.Direction.FROM_GUEST, pages.references()[0], 10, in, 14),
                new GrantCopy(GrantCopy.Direction.TO_GUEST, pages.references()[1], PAGE - 12, out, 12)));

        assertThat(new String(in.array(), 3, 14, StandardCharsets.US_ASCII)).isEqualTo("from the guest");
        byte[] written = new byte[12];
        pages.memory().get(2 * PAGE - 12, written, 0, 12);
        assertThat(written).asString(StandardCharsets.US_ASCII).isEqualTo("to the guest");
        assertThat(in.position()).isEqualTo(3);
        assertThat(out.position()).isZero();
        assertThat(grants.canCopy()).isTrue();
        assertThat(xen.usage().mappedPages()).isZero();
    }

    @Test
    void everySegmentOfACopyIsTriedAndTheFirstFailureIsSaid() {
        GrantedPages readOnly = guest.grant(0, 1, false);
        GrantedPages writable = guest.grant(0, 1, true);
        ByteBuffer one = ByteBuffer.wrap(new byte[] {1});

        assertThatThrownBy(() -> grants.copy(List.of(
                        new GrantCopy(GrantCopy.Direction.TO_GUEST, readOnly.references()[0], 0, one, 1),
                        new GrantCopy(GrantCopy.Direction.TO_GUEST, 5000, 0, one, 1),
                        new GrantCopy(GrantCopy.Direction.TO_GUEST, writable.references()[0], 0, one, 1))))
                .isInstanceOf(GrantException.class)
                .hasMessageContaining("segment 0")
                .extracting(refusal -> ((GrantException) refusal).status())
                .isEqualTo(GrantStatus.GENERAL_ERROR);
        assertThat(readOnly.memory().getByte(0)).isZero();
        assertThat(writable.memory().getByte(0)).isEqualTo(1);
    }

    @Test
    void foreignMemoryMapsTheConsolePageByItsFrame() {
        SharedMemory mapped = xen.foreignMemory()
                .orElseThrow()
                .map(guest.domain(), new long[] {guest.primaryConsole().frame()});
        guest.primaryConsole().page().putInt(3084, 12);

        assertThat(mapped.getInt(3084)).isEqualTo(12);
        assertThat(mapped.size()).isEqualTo(PAGE);
        assertThat(xen.usage(guest.domain()).mappedPages()).isEqualTo(1);
        mapped.close();
        assertThat(xen.usage(guest.domain()).mappedPages()).isZero();
    }

    @Test
    void theConsolePageIsGrantedAsReferenceZero() {
        SharedMemory mapped = grants.map(new int[] {0}, Access.READ_WRITE);
        mapped.putInt(3076, 4);

        assertThat(guest.primaryConsole().page().getInt(3076)).isEqualTo(4);
    }

    @Test
    void framesThatAreNotThereAreRefused() {
        assertErrno(22, () -> xen.foreignMemory().orElseThrow().map(guest.domain(), new long[] {1L << 40}));
        assertErrno(3, () -> xen.foreignMemory().orElseThrow().map(99, new long[] {1}));
    }

    private static void assertRefused(GrantStatus status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(GrantException.class)
                .extracting(refusal -> ((GrantException) refusal).status())
                .isEqualTo(status);
    }

    private static void assertErrno(int errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(XenException.class)
                .extracting(refusal -> ((XenException) refusal).errno())
                .isEqualTo(errno);
    }
}
