//! Declarations of pagination that cannot be followed.

use expect_test::{Expect, expect};
use generator::ir::PageStyle;

use crate::folder::{folder, only};

const PARAMETERS: &str = "parameters: [{name: page, in: query, schema: {type: integer}}]";

/// A list with a parameter, and what the document says of its pages.
fn declared(pagination: &str) -> crate::folder::Folder {
    folder().openapi(
        "      operationId: listPets\n",
        &format!(
            "      operationId: listPets\n      {PARAMETERS}\n      x-pagination: {pagination}\n"
        ),
    )
}

fn refused(pagination: &str, expected: &Expect) {
    let compilation = declared(pagination).warns(expected);
    let operations = &only(&compilation).operations;
    assert!(operations.iter().all(|it| it.pagination.is_none()));
}

#[test]
fn a_style_or_a_member_that_is_unknown() {
    refused(
        "{style: pages}",
        &expect![[r#"
        warning[inputs-from-openapi]: `list-pets` declares no input `page`
          --> specs/pets.yaml:21:15
           |
        21 |       - name: list-pets
           |               ^^^^^^^^^ taken from the OpenAPI document

        warning[invalid-pagination]: the pagination of `list-pets` cannot be followed and is left out
          --> specs/openapi.yaml:10:29
           |
        10 |       x-pagination: {style: pages}
           |                             ^^^^^ unknown style
           |
           = help: the styles are `offset`, `page`, `cursor` and `link`

    "#]],
    );
    refused(
        "{offset: page}",
        &expect![[r#"
        warning[inputs-from-openapi]: `list-pets` declares no input `page`
          --> specs/pets.yaml:21:15
           |
        21 |       - name: list-pets
           |               ^^^^^^^^^ taken from the OpenAPI document

        warning[invalid-pagination]: the pagination of `list-pets` cannot be followed and is left out
          --> specs/openapi.yaml:10:21
           |
        10 |       x-pagination: {offset: page}
           |                     ^^^^^^^^^^^^^^ `style` is missing
           |
           = help: add the member

    "#]],
    );
    refused(
        "{style: link, next: /x}",
        &expect![[r#"
        warning[inputs-from-openapi]: `list-pets` declares no input `page`
          --> specs/pets.yaml:21:15
           |
        21 |       - name: list-pets
           |               ^^^^^^^^^ taken from the OpenAPI document

        warning[invalid-pagination]: the pagination of `list-pets` cannot be followed and is left out
          --> specs/openapi.yaml:10:35
           |
        10 |       x-pagination: {style: link, next: /x}
           |                                   ^^^^ not a member of the style `link`
           |
           = help: `items`, `total` and `next` are JSON pointers into the answer; the other members name parameters

    "#]],
    );
    refused(
        "true",
        &expect![[r#"
        warning[inputs-from-openapi]: `list-pets` declares no input `page`
          --> specs/pets.yaml:21:15
           |
        21 |       - name: list-pets
           |               ^^^^^^^^^ taken from the OpenAPI document

        warning[invalid-pagination]: the pagination of `list-pets` cannot be followed and is left out
          --> specs/openapi.yaml:10:21
           |
        10 |       x-pagination: true
           |                     ^^^^ expected an object
           |
           = help: the styles are `offset`, `page`, `cursor` and `link`

    "#]],
    );
}

#[test]
fn a_parameter_or_a_pointer_that_leads_nowhere() {
    refused(
        "{style: page, page: number}",
        &expect![[r#"
        warning[inputs-from-openapi]: `list-pets` declares no input `page`
          --> specs/pets.yaml:21:15
           |
        21 |       - name: list-pets
           |               ^^^^^^^^^ taken from the OpenAPI document

        warning[invalid-pagination]: the pagination of `list-pets` cannot be followed and is left out
          --> specs/openapi.yaml:10:41
           |
        10 |       x-pagination: {style: page, page: number}
           |                                         ^^^^^^ the operation has no such parameter
           |
           = help: name a parameter of the query, a header or a cookie

    "#]],
    );
    refused(
        "{style: offset}",
        &expect![[r#"
        warning[inputs-from-openapi]: `list-pets` declares no input `page`
          --> specs/pets.yaml:21:15
           |
        21 |       - name: list-pets
           |               ^^^^^^^^^ taken from the OpenAPI document

        warning[invalid-pagination]: the pagination of `list-pets` cannot be followed and is left out
          --> specs/openapi.yaml:10:21
           |
        10 |       x-pagination: {style: offset}
           |                     ^^^^^^^^^^^^^^^ `offset` is missing
           |
           = help: add the member

    "#]],
    );
    refused(
        "{style: page, page: page, items: items}",
        &expect![[r#"
        warning[inputs-from-openapi]: `list-pets` declares no input `page`
          --> specs/pets.yaml:21:15
           |
        21 |       - name: list-pets
           |               ^^^^^^^^^ taken from the OpenAPI document

        warning[invalid-pagination]: the pagination of `list-pets` cannot be followed and is left out
          --> specs/openapi.yaml:10:54
           |
        10 |       x-pagination: {style: page, page: page, items: items}
           |                                                      ^^^^^ not a JSON pointer
           |
           = help: write it as in `/data/items`; empty stands for the whole answer

    "#]],
    );
    refused(
        "{style: page, page: page, first: one}",
        &expect![[r#"
        warning[inputs-from-openapi]: `list-pets` declares no input `page`
          --> specs/pets.yaml:21:15
           |
        21 |       - name: list-pets
           |               ^^^^^^^^^ taken from the OpenAPI document

        warning[invalid-pagination]: the pagination of `list-pets` cannot be followed and is left out
          --> specs/openapi.yaml:10:54
           |
        10 |       x-pagination: {style: page, page: page, first: one}
           |                                                      ^^^ not a number of a page
           |
           = help: write 0 or 1

    "#]],
    );
}

#[test]
fn items_that_are_no_list() {
    let answer = "schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}";
    let (text, _) = declared("{style: page, page: page, items: /name}")
        .openapi(answer, "schema: {$ref: '#/components/schemas/Pet'}")
        .compile();
    expect![[r#"
        warning[inputs-from-openapi]: `list-pets` declares no input `page`
          --> specs/pets.yaml:21:15
           |
        21 |       - name: list-pets
           |               ^^^^^^^^^ taken from the OpenAPI document

        warning[invalid-pagination]: the pagination of `list-pets` cannot be followed and is left out
          --> specs/openapi.yaml:10:54
           |
        10 |       x-pagination: {style: page, page: page, items: /name}
           |                                                      ^^^^^ this is no array
           |
           = help: point at the array of items, as in `/data/items`

    "#]].assert_eq(&text);
    let (text, _) = declared("{style: page, page: page, items: /pets}")
        .openapi(answer, "schema: {$ref: '#/components/schemas/Pet'}")
        .compile();
    expect![[r#"
        warning[inputs-from-openapi]: `list-pets` declares no input `page`
          --> specs/pets.yaml:21:15
           |
        21 |       - name: list-pets
           |               ^^^^^^^^^ taken from the OpenAPI document

        warning[invalid-pagination]: the pagination of `list-pets` cannot be followed and is left out
          --> specs/openapi.yaml:10:54
           |
        10 |       x-pagination: {style: page, page: page, items: /pets}
           |                                                      ^^^^^ the answer has no `pets`
           |
           = help: point at the array of items, as in `/data/items`

    "#]].assert_eq(&text);
}

#[test]
fn what_is_declared_well() {
    let compilation = declared("{style: page, page: page, first: 0}").warns(&expect![[r#"
        warning[inputs-from-openapi]: `list-pets` declares no input `page`
          --> specs/pets.yaml:21:15
           |
        21 |       - name: list-pets
           |               ^^^^^^^^^ taken from the OpenAPI document

    "#]]);
    let pagination = only(&compilation).operations[0].pagination.clone().unwrap();
    assert_eq!(pagination.items, "");
    assert_eq!(
        pagination.style,
        PageStyle::Page { page: "page".to_owned(), first: 0, total: None }
    );
}
