package io.fairlead.deploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
  private static final String CONFIG =
      "address-pools: [{name: a, protocol: layer2, addresses: [10.0.0.0/24]}]\n";

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return FairleadMain.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), text);
  }

  @Test
  void convert_ofAFile_printsTheResources() throws IOException {
    assertEquals(0, run("convert", "-f", file(CONFIG).toString(), "--namespace", "lb"));

    assertTrue(out.toString().startsWith("apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\n"));
    assertTrue(out.toString().contains("namespace: lb\n"));
    assertTrue(out.toString().contains("kind: L2Advertisement\n"));
    assertEquals("", err.toString());
  }

  @Test
  void convert_ofStandardInput_printsTheSame() throws IOException {
    var before = System.in;
    System.setIn(new ByteArrayInputStream(CONFIG.getBytes(StandardCharsets.UTF_8)));
    try {
      assertEquals(0, run("convert", "-f", "-"));
    } finally {
      System.setIn(before);
    }
    assertTrue(out.toString().contains("10.0.0.0/24"));
  }

  @Test
  void convert_ofAFaultyConfiguration_printsNothingAndSaysWhy() throws IOException {
    assertEquals(1, run("convert", "-f", file(CONFIG.replace("layer2", "arp")).toString()));

    assertEquals("", out.toString());
    assertTrue(err.toString().contains("old spelling: write layer2"), err.toString());
  }

  @Test
  void convert_ofAMissingFile_saysSo() {
    assertEquals(1, run("convert", "-f", folder.resolve("none").toString()));
    assertTrue(err.toString().contains("does not exist"));
  }

  @Test
  void convert_withoutAFile_isWrongUsage() {
    assertEquals(2, run("convert"));
  }

  @Test
  void convert_ofWhatNeedsALook_saysWhat() throws IOException {
    assertEquals(0, run("convert", "-f", file(CONFIG.replace("name: a", "name: A_B")).toString()));

    assertTrue(out.toString().contains("# Look at this: was \"A_B\""));
    assertTrue(err.toString().contains("look at this: IPAddressPool a-b"));
  }
}
