import Markup
import Testing

@Suite("Hostile HTML")
struct HostileHTMLTests {
    @Test("everything that could run or load is removed, and harmless text stays", arguments: vectors)
    func cleaned(_ vector: (html: String, expected: String)) {
        let clean = cleanHTML(vector.html)
        #expect(clean == vector.expected)
        #expect(StrictMarkup.fault(in: clean) == nil)
        #expect(cleanHTML(clean) == clean)
    }
}

private let vectors: [(html: String, expected: String)] = [
    // Scripts
    ("<script>steal()</script>", ""),
    ("a<SCRIPT SRC=//evil.example/x.js></SCRIPT>b", "ab"),
    ("a<script\n>steal()</script\t>b", "ab"),
    ("a<script/x>steal()</script>b", "ab"),
    ("a<script>steal()", "a"),
    ("a<script><!-- </script>b", "ab"),
    ("a<script>x='</scr'+'ipt>'</script>b", "ab"),
    ("a<scr\u{0}ipt>steal()</script>b", "ab"),
    ("a<<script>steal()</script>b", "a&lt;b"),
    ("a<script>steal()</script\n foo=\"bar\">b", "ab"),
    ("<scr<script>ipt>steal()</scr</script>ipt>", "ipt&gt;steal()ipt&gt;"),
    ("&lt;script&gt;steal()&lt;/script&gt;", "&lt;script&gt;steal()&lt;/script&gt;"),
    ("&#60;script&#62;steal()", "&lt;script&gt;steal()"),
    ("&#x3c;img src=x onerror=steal()&#x3E;", "&lt;img src=x onerror=steal()&gt;"),
    ("&amp;lt;script&amp;gt;", "&amp;lt;script&amp;gt;"),
    // Handlers and attributes
    ("<img src=x onerror=steal()>a", "a"),
    ("<img/src=x/onerror=steal()>a", "a"),
    ("<IMG \"\"\"><script>steal()</script>\">a", "\"&gt;a"),
    ("<p onclick=\"steal()\" style=\"background:url(//evil.example)\" class=x id=y>a</p>", "<p>a</p>"),
    ("<b onmouseover=steal()>a</b>", "<b>a</b>"),
    ("<p/onclick=steal()>a", "<p>a</p>"),
    ("<p title=\"><script>steal()</script>\">a</p>", "<p>a</p>"),
    ("<p title='\"><img src=x onerror=steal()>'>a</p>", "<p>a</p>"),
    ("<body onload=steal()>a</body>", "a"),
    ("<ul style=\"list-style:url(x)\"><li onfocus=steal() autofocus>a</ul>", "<ul><li>a</li></ul>"),
    ("<br onload=steal()>a", "<br>a"),
    // Links
    ("<a href=\"javascript:steal()\">a</a>", "a"),
    ("<a href=\"JaVaScRiPt:steal()\">a</a>", "a"),
    ("<a href=\"java\nscript:steal()\">a</a>", "a"),
    ("<a href=\"java&#10;script:steal()\">a</a>", "a"),
    ("<a href=\"java&Tab;script:steal()\">a</a>", "a"),
    ("<a href=\"&#106;&#x61;vascript&colon;steal()\">a</a>", "a"),
    ("<a href=\" \u{1}javascript:steal()\">a</a>", "a"),
    ("<a href=\"data:text/html;base64,PHNjcmlwdD4=\">a</a>", "a"),
    ("<a href=\"vbscript:steal()\">a</a>", "a"),
    ("<a href=\"file:///etc/passwd\">a</a>", "a"),
    ("<a href=\"//evil.example\">a</a>", "a"),
    ("<a href=\"/play/1\">a</a>", "a"),
    ("<a href=\"#top\">a</a>", "a"),
    ("<a href=\"mailto:x@example.com\">a</a>", "a"),
    ("<a href=\"https:evil.example\">a</a>", "a"),
    ("<a href=\"https:\\\\evil.example\">a</a>", "a"),
    ("<a href=\"https://good.example\\@evil.example\">a</a>", "a"),
    ("<a href=\"https://good.example@evil.example/\">a</a>", "a"),
    ("<a href=\"https://user:word@evil.example/\">a</a>", "a"),
    ("<a href=\"https://\">a</a>", "a"),
    ("<a href=\"https://exa\u{200B}mple.com\">a</a>", "a"),
    ("<a href=\"https://example.com/\u{202E}gpj.exe\">a</a>", "a"),
    ("<a href=\"https://example.com/a b\">a</a>", "a"),
    ("<a href=\"https://example.com/%22%3E\">a</a>", "<a href=\"https://example.com/%22%3E\">a</a>"),
    ("<a href='https://example.com/\"onclick=\"steal()'>a</a>", "a"),
    ("<a href=\"https://example.com/'><script>\">a</a>", "a"),
    (
        "<a href=\"https://example.com\" href=\"javascript:steal()\">a</a>",
        "<a href=\"https://example.com\">a</a>"
    ),
    ("<a href=\"javascript:steal()\" href=\"https://example.com\">a</a>", "a"),
    ("<a xlink:href=\"javascript:steal()\">a</a>", "a"),
    (
        "<a href=https://example.com/?a=1&amp;b=2 target=_top rel=opener onclick=steal()>a</a>",
        "<a href=\"https://example.com/?a=1&amp;b=2\">a</a>"
    ),
    ("<a name=x>a</a>", "a"),
    // Content from elsewhere
    ("a<iframe src=//evil.example>b</iframe>c", "ac"),
    ("a<iframe srcdoc=\"<script>steal()</script>\">b", "a"),
    ("a<object data=x><param name=y><embed src=z>b</object>c", "ac"),
    ("a<embed src=//evil.example>b", "ab"),
    ("a<applet code=x>b</applet>c", "ac"),
    ("a<link rel=stylesheet href=//evil.example>b", "ab"),
    ("a<base href=//evil.example>b", "ab"),
    ("a<meta http-equiv=refresh content=\"0;url=javascript:steal()\">b", "ab"),
    ("a<meta charset=utf-7>+ADw-script+AD4-steal()", "a+ADw-script+AD4-steal()"),
    ("a<style>@import '//evil.example';</style>b", "ab"),
    ("a<style><img src=x onerror=steal()></style>b", "ab"),
    ("a<video poster=//evil.example><source src=x>b</video>c", "ac"),
    ("a<audio src=x onerror=steal()>b</audio>c", "ac"),
    ("a<frameset><frame src=x></frameset>b", "ab"),
    // Foreign content and the parser's odd corners
    ("a<svg onload=steal()><a><text>b</text></a></svg>c", "ac"),
    ("a<svg/onload=steal()>b", "a"),
    ("a<svg><script>steal()</script>", "a"),
    ("a<math><mtext><style><img src=x onerror=steal()></style></mtext></math>b", "ab"),
    ("a<math href=\"javascript:steal()\">b</math>c", "ac"),
    ("a<template><script>steal()</script>b</template>c", "ac"),
    ("a<noscript><p title=\"</noscript><img src=x onerror=steal()>\">b</noscript>c", "ac"),
    ("a<textarea><img src=x onerror=steal()></textarea>b", "ab"),
    ("a<title><img src=x onerror=steal()></title>b", "ab"),
    ("a<select><option>b</option></select>c", "ac"),
    ("a<button formaction=\"javascript:steal()\">b</button>c", "ac"),
    ("a<form action=\"javascript:steal()\"><input type=submit value=b>c</form>", "a<p>c</p>"),
    ("a<isindex action=j&Tab;avas&Tab;c&Tab;r&Tab;ipt:steal() type=image>b", "ab"),
    ("a<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">b</x:script>c", "abc"),
    ("a<custom-element onclick=steal()>b</custom-element>c", "abc"),
    // Comments and the like
    ("a<!-- <script>steal()</script> -->b", "ab"),
    ("a<!-->b", "a"),
    ("a<!--[if gte IE 4]><script>steal()</script><![endif]-->b", "ab"),
    ("a<![if !mso]>b<![endif]>c", "abc"),
    ("a<!-- never closed <b>b", "a"),
    ("a<![CDATA[<script>steal()</script>]]>b", "asteal()]]&gt;b"),
    ("a<![CDATA[ b ]]>c", "ac"),
    ("a<?xml version=\"1.0\"?>b<?php steal() ?>c", "abc"),
    ("<!DOCTYPE html><!ENTITY x \"y\">a&x;b", "a&amp;x;b"),
    ("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><b>&e;</b>", "]&gt;<b>&amp;e;</b>"),
    ("</tributary-root><script>steal()</script><p>a", "<p>a</p>"),
    // Characters
    ("a\u{0}b\u{1}c\u{1B}[31md\u{7F}e\u{85}f\u{FFFE}g\u{FFFF}h", "abc[31mdefgh"),
    ("&#0;&#1;&#27;&#127;&#133;&#xFFFE;a", "…a"),
    ("&#xD800;&#x110000;a", "\u{FFFD}\u{FFFD}a"),
    ("a&#13;&#10;b\r\nc\rd", "a\n\nb\nc\nd"),
]
