//! The elements and attributes of HTML that tell something of a page, by name.
//!
//! Takes the name of a tag or attribute as the tokenizer gives it, in small letters; gives what it is.

/// An element, as far as its name tells what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum HtmlTag {
    /// No element but the characters between tags.
    Text,
    /// An element that changes nothing of what is in it: `span`, `em`, and all that are not known.
    Inline,
    A,
    Article,
    Aside,
    Base,
    Blockquote,
    Body,
    Br,
    /// `b`, `strong`
    Bold,
    Caption,
    /// A container without a meaning of its own: `div`, `center`, `fieldset`.
    Div,
    /// `dt`, `dd`
    Definition,
    /// `dl`
    Definitions,
    Dialog,
    Figcaption,
    Figure,
    Footer,
    Form,
    Frameset,
    Head,
    Header,
    /// `h1` to `h6`, by the number.
    Heading(u8),
    Hr,
    Html,
    /// A picture, also that of AMP.
    Img,
    Input,
    Item,
    Link,
    /// `ul`, `ol`, `menu`, `dir`
    List,
    Main,
    Meta,
    Nav,
    Option,
    Paragraph,
    Pre,
    Script,
    Section,
    /// An element whose content is not the page's text: `button`, `select`, `svg`, `iframe`, `textarea` and the like.
    Skipped,
    Table,
    /// `thead`, `tbody`, `tfoot`
    Rows,
    Row,
    /// `td`, `th`
    Cell,
    Template,
    Time,
    Title,
    /// `video`, `audio`, also those of AMP.
    Video,
}

impl HtmlTag {
    pub fn named(name: &[u8]) -> HtmlTag {
        use HtmlTag::*;
        match name {
            b"a" => A,
            b"article" => Article,
            b"aside" => Aside,
            b"base" => Base,
            b"blockquote" => Blockquote,
            b"body" => Body,
            b"br" => Br,
            b"b" | b"strong" => Bold,
            b"caption" => Caption,
            b"div" | b"center" | b"fieldset" | b"address" | b"details" | b"summary" | b"hgroup" | b"search" => Div,
            b"dt" | b"dd" => Definition,
            b"dl" => Definitions,
            b"dialog" => Dialog,
            b"figcaption" => Figcaption,
            b"figure" => Figure,
            b"footer" => Footer,
            b"form" => Form,
            b"frameset" => Frameset,
            b"head" => Head,
            b"header" => Header,
            [b'h', digit @ b'1'..=b'6'] => Heading(digit - b'0'),
            b"hr" => Hr,
            b"html" => Html,
            b"img" | b"amp-img" | b"picture" => Img,
            b"input" => Input,
            b"li" => Item,
            b"link" => Link,
            b"ul" | b"ol" | b"menu" | b"dir" => List,
            b"main" => Main,
            b"meta" => Meta,
            b"nav" => Nav,
            b"option" | b"optgroup" => Option,
            b"p" => Paragraph,
            b"pre" | b"listing" => Pre,
            b"script" => Script,
            b"section" => Section,
            b"table" => Table,
            b"thead" | b"tbody" | b"tfoot" => Rows,
            b"tr" => Row,
            b"td" | b"th" => Cell,
            b"template" => Template,
            b"time" => Time,
            b"title" => Title,
            b"video" | b"audio" | b"amp-video" | b"amp-youtube" | b"amp-brightcove" => Video,
            b"button" | b"canvas" | b"datalist" | b"embed" | b"iframe" | b"map" | b"math" | b"noembed"
            | b"noframes" | b"noscript" | b"object" | b"select" | b"style" | b"svg" | b"textarea" | b"xmp"
            | b"amp-ad" | b"amp-embed" | b"amp-iframe" | b"amp-sidebar" | b"amp-consent" | b"amp-analytics" => Skipped,
            _ => Inline,
        }
    }

    /// Whether the element has no content and no end tag.
    pub fn is_void(self, name: &[u8]) -> bool {
        matches!(self, HtmlTag::Br | HtmlTag::Hr | HtmlTag::Input | HtmlTag::Link | HtmlTag::Meta | HtmlTag::Base)
            || matches!(
                name,
                b"img" | b"area" | b"col" | b"embed" | b"source" | b"track" | b"wbr" | b"param" | b"frame"
            )
    }

    /// Whether the element stands on lines of its own.
    pub fn is_block(self) -> bool {
        use HtmlTag::*;
        !matches!(
            self,
            Text | Inline | A | Bold | Br | Img | Input | Option | Time | Script | Skipped | Template | Link | Meta
        )
    }

    /// Whether its start tag ends an open paragraph, as the standard has it.
    pub fn ends_paragraph(self) -> bool {
        use HtmlTag::*;
        self.is_block() && !matches!(self, Caption | Rows | Row | Cell | Title | Video | Body | Html | Head | Frameset)
    }

    /// Whether an end tag of something outside does not reach through it: the tags that the standard calls scopes.
    pub fn is_scope(self) -> bool {
        matches!(self, HtmlTag::Cell | HtmlTag::Caption | HtmlTag::Table | HtmlTag::Html | HtmlTag::Template)
    }
}

/// Whether an element of this name is one that texts are made of; others, as `<name>` or `<q>`, stand in plain text too.
pub(super) fn is_of_text(name: &[u8]) -> bool {
    use HtmlTag::*;
    matches!(name, b"span" | b"em" | b"i" | b"u")
        || matches!(
            HtmlTag::named(name),
            A | Article
                | Blockquote
                | Body
                | Bold
                | Br
                | Div
                | Figure
                | Heading(_)
                | Hr
                | Html
                | Img
                | Item
                | List
                | Paragraph
                | Section
                | Table
        )
}

/// An attribute that tells something of its element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum HtmlAttribute {
    AriaHidden,
    Class,
    Content,
    Datetime,
    Hidden,
    Href,
    Id,
    Itemprop,
    Itemtype,
    Lang,
    Name,
    Property,
    Rel,
    Role,
    Style,
    /// `data-testid` and `data-component`: what pages that are made by programs have for a class.
    TestId,
    Type,
    Value,
}

impl HtmlAttribute {
    pub fn named(name: &[u8]) -> Option<HtmlAttribute> {
        use HtmlAttribute::*;
        Some(match name {
            b"aria-hidden" => AriaHidden,
            b"class" => Class,
            b"content" => Content,
            b"datetime" => Datetime,
            b"hidden" => Hidden,
            b"href" => Href,
            b"id" => Id,
            b"itemprop" => Itemprop,
            b"itemtype" => Itemtype,
            b"lang" | b"xml:lang" => Lang,
            b"name" => Name,
            b"property" => Property,
            b"rel" => Rel,
            b"role" => Role,
            b"style" => Style,
            b"data-testid" | b"data-component" | b"data-component-name" | b"data-qa" => TestId,
            b"type" => Type,
            b"value" => Value,
            _ => return None,
        })
    }
}
