/**
 * How quickly ARP requests are answered: the announcer in a process of its own, beside the least C
 * program that does the same and the kernel itself, on one segment of network namespaces; and what
 * a flood of requests for other addresses costs. {@link ArpMain} runs it, {@link ArpStation} is the
 * announcer's process, {@link Nanos} and {@link ArpPage} sum up. The other tools are in {@code
 * src/main/c/arp}.
 */
@NullMarked
package io.fairlead.load.arp;

import org.jspecify.annotations.NullMarked;
