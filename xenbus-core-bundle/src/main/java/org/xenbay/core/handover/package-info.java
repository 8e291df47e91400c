// SPDX-License-Identifier: Apache-2.0
/** How devices outlast the core: their state between two runs. */
package org.xenbay.core.handover;
